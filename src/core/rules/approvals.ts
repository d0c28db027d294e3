import type { Actor } from '../model/actor.ts';
import type { Approval, Task } from '../model/task.ts';
import type { RiskLevel } from '../model/taskStatus.ts';

/** Actions on the world outside the workspace that need a person's yes. */
const highRiskActions: ReadonlySet<string> = new Set([
  'payment',
  'transfer_funds',
  'delete_data',
  'infra_change',
  'prod_deploy',
  'send_external_message',
  'credential_change',
  'purchase',
]);

/** The stated risk, never below what the action type implies. */
export function riskOf(stated: RiskLevel | undefined, actionType: string | null): RiskLevel {
  const implied = actionType !== null && highRiskActions.has(actionType);
  if (!implied) return stated ?? 'low';
  return stated === 'critical' ? 'critical' : 'high';
}

/** Whether a task of this risk needs approval before it runs. Only a person may switch that off. */
export function requiresApproval(risk: RiskLevel, stated: boolean | undefined, by: Actor): boolean {
  const risky = risk === 'high' || risk === 'critical';
  return by.kind === 'person' ? (stated ?? risky) : risky || stated === true;
}

export function pendingApproval(required: boolean): Approval {
  return { required, state: 'pending', by: null, note: null, at: null };
}

/** True when a required approval has not been given. */
export function needsApproval(task: Pick<Task, 'approval'>): boolean {
  return task.approval.required && task.approval.state !== 'approved';
}
