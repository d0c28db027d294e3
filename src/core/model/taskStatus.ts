import * as z from 'zod';
import { priorities, riskLevels, taskStatuses } from './choices.ts';

/** Where a task stands. What may follow what is data in `rules/transitions.ts`. */
export const TaskStatus = z.enum(taskStatuses);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** P0 is the most urgent. */
export const Priority = z.enum(priorities);
export type Priority = z.infer<typeof Priority>;

export const RiskLevel = z.enum(riskLevels);
export type RiskLevel = z.infer<typeof RiskLevel>;
