import * as z from 'zod';

/** Where a task stands. What may follow what is data in `rules/transitions.ts`. */
export const TaskStatus = z.enum(['todo', 'queued', 'running', 'waiting', 'review', 'done', 'failed', 'canceled']);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** P0 is the most urgent. */
export const Priority = z.enum(['P0', 'P1', 'P2', 'P3']);
export type Priority = z.infer<typeof Priority>;

export const RiskLevel = z.enum(['low', 'medium', 'high', 'critical']);
export type RiskLevel = z.infer<typeof RiskLevel>;
