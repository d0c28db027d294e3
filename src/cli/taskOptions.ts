import * as l10n from '@vscode/l10n';
import { Option, type Command } from 'commander';
import { priorities, riskLevels } from '../core/model/choices.ts';
import type { TaskRef } from '../core/model/task.ts';
import type { Priority, RiskLevel } from '../core/model/taskStatus.ts';
import type { DueDate } from '../core/model/due.ts';
import { textOrFile } from './givenText.ts';
import { dayOrTime, decimal, each, eachTaskRef, jsonOrFile, moment, pair, taskRef, wholeNumber } from './optionValues.ts';
import type { Terminal } from './terminal.ts';

/** Fields of a card as the command line states them. */
export interface TaskOptions {
  readonly title?: string;
  readonly description?: string;
  readonly priority?: Priority;
  readonly check?: readonly string[];
  readonly checkFile?: readonly string[];
  readonly checkNoFile?: readonly string[];
  readonly checkProblems?: string | true;
  readonly after?: readonly TaskRef[];
  readonly parent?: TaskRef;
  readonly agent?: string;
  readonly label?: readonly string[];
  readonly project?: string;
  readonly payload?: string;
  readonly meta?: readonly string[];
  readonly capability?: readonly string[];
  readonly blocks?: readonly TaskRef[];
  readonly relates?: readonly TaskRef[];
  readonly risk?: RiskLevel;
  readonly actionType?: string;
  readonly weight?: number;
  readonly due?: DueDate;
  readonly eta?: string;
  readonly runAfter?: number;
  readonly maxAttempts?: number;
  readonly budgetSteps?: number;
  readonly budgetTokens?: number;
  readonly budgetMinutes?: number;
  readonly budgetCost?: number;
  readonly externalRef?: readonly string[];
}

/** Declares the options that `task add` and `task edit` share. */
export function addTaskOptions(command: Command): Command {
  const t = l10n.t;
  command
    .option('-d, --description <text>', t('what to do, in Markdown; @FILE reads a file, @- standard input'))
    .addOption(new Option('-p, --priority <level>', t('P0 is the most urgent')).choices(priorities))
    .option('--check <command>', t('done when this command ends with 0 (repeatable); you allow it to run by writing it here'), each)
    .option('--check-file <pattern[=text]>', t('done when a file matches, and holds the text (repeatable)'), each)
    .option('--check-no-file <pattern[=text]>', t('done when no file matches, or none holds the text (repeatable)'), each)
    .option(
      '--check-problems [pattern]',
      t("no new errors of the editor's language tools, in the files that match or else in the changed ones; measured in the editor only"),
    )
    .option('--after <card>', t('starts when that card is done (repeatable)'), eachTaskRef)
    .option('--agent <name>', t('who does it; else the best free agent'))
    .option('--label <label>', t('repeatable'), each)
    .option('--project <name>');
  command
    .option('--parent <card>', t('the card it is a part of'), taskRef)
    .option('--blocks <card>', t('a link to a card that this one stands in the way of; it orders nothing (repeatable)'), eachTaskRef)
    .option('--relates <card>', t('a link to a card that has to do with it (repeatable)'), eachTaskRef)
    .option('--payload <json>', t('data for the agent; @FILE reads a file'))
    .option('--meta <key=value>', t('repeatable'), each)
    .option('--capability <name>', t('what its agent must be able to do (repeatable)'), each)
    .addOption(new Option('--risk <level>').choices(riskLevels))
    .option('--action-type <type>', t('what it does to the world outside, for example payment or prod_deploy; such cards need approval'))
    .option('--weight <number>', t('orders cards of one priority, higher first'), wholeNumber)
    .option(
      '--due <date>',
      t('a day, 2026-12-31, until it ends wherever it is read; or a time, 2026-12-31T18:00 (here) or 2026-12-31T18:00+01:00'),
      dayOrTime,
    )
    .option('--eta <text>', t('when it will be finished, in words'))
    .option('--run-after <date>', t('does not start earlier than this time, or than the first minute of this day here'), moment)
    .option('--max-attempts <number>', t('attempts before it counts as failed'), wholeNumber)
    .option('--external-ref <system=id>', t('the same card elsewhere (repeatable)'), each);
  return addBudgetOptions(command);
}

/** Limits at which a run stops and asks. */
export function addBudgetOptions(command: Command): Command {
  return command
    .option('--budget-steps <number>', l10n.t('replies of the model before a run asks'), wholeNumber)
    .option('--budget-tokens <number>', l10n.t('tokens before a run asks'), wholeNumber)
    .option('--budget-minutes <number>', l10n.t('minutes before a run asks'), decimal)
    .option('--budget-cost <dollars>', l10n.t('US dollars before a run asks; needs an agent with prices'), decimal);
}

export function budgetOf(
  options: Pick<TaskOptions, 'budgetSteps' | 'budgetTokens' | 'budgetMinutes' | 'budgetCost'>,
): Record<string, number> | undefined {
  const budget = { steps: options.budgetSteps, tokens: options.budgetTokens, minutes: options.budgetMinutes, cost: options.budgetCost };
  const stated = Object.entries(budget).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return stated.length === 0 ? undefined : Object.fromEntries(stated);
}

/** The options as fields of the action's input; only what was stated. `idOf` turns a card's number into its id. */
export async function taskFields(
  options: TaskOptions,
  terminal: Terminal,
  idOf: (ref: TaskRef) => Promise<string>,
): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {
    title: options.title,
    description: options.description === undefined ? undefined : await textOrFile(options.description, terminal),
    priority: options.priority,
    checks: checksOf(options),
    dependsOn: options.after && (await Promise.all(options.after.map(idOf))),
    parent: options.parent === undefined ? undefined : await idOf(options.parent),
    relations: await relationsOf(options, idOf),
    agent: options.agent,
    labels: options.label,
    project: options.project,
    payload: options.payload === undefined ? undefined : await jsonOrFile(options.payload, terminal),
    metadata: options.meta && Object.fromEntries(options.meta.map(pair)),
    capabilities: options.capability,
    risk: options.risk,
    actionType: options.actionType,
    weight: options.weight,
    due: options.due,
    eta: options.eta,
    runAfter: options.runAfter,
    maxAttempts: options.maxAttempts,
    budget: budgetOf(options),
    externalRefs: options.externalRef?.map(pair).map(([system, id]) => ({ system, id })),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

async function relationsOf({ blocks, relates }: TaskOptions, idOf: (ref: TaskRef) => Promise<string>): Promise<unknown[] | undefined> {
  if (!blocks && !relates) return undefined;
  const linked = (kind: string, refs: readonly TaskRef[] = []): Promise<object>[] =>
    refs.map(async (ref) => ({ kind, task: await idOf(ref) }));
  return Promise.all([...linked('blocks', blocks), ...linked('relates', relates)]);
}

function checksOf({ check, checkFile, checkNoFile, checkProblems }: TaskOptions): unknown[] | undefined {
  if (!check && !checkFile && !checkNoFile && checkProblems === undefined) return undefined;
  return [
    ...(check ?? []).map((command) => ({ kind: 'command', command })),
    ...(checkFile ?? []).map((value) => fileCheck(value, 'present')),
    ...(checkNoFile ?? []).map((value) => fileCheck(value, 'absent')),
    ...(checkProblems === undefined ? [] : [{ kind: 'problems', ...(checkProblems !== true && { pattern: checkProblems }) }]),
  ];
}

function fileCheck(value: string, expect: 'present' | 'absent'): object {
  const at = value.indexOf('=');
  return at < 1
    ? { kind: 'files', pattern: value, expect }
    : { kind: 'files', pattern: value.slice(0, at), expect, containing: value.slice(at + 1) };
}
