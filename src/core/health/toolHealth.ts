import * as l10n from '@vscode/l10n';
import type { Task } from '../model/task.ts';
import type { Found, HealthCheck } from './healthCheck.ts';

/** Where programs of commands and checks come from. Nothing is started to find out. */
export interface ProgramFacts {
  /** The shell that commands run in. */
  findShell(): string | undefined;
  /** A program on the PATH that commands get. */
  findProgram(name: string): string | undefined;
}

/** Words that a shell answers itself. */
const BUILT_IN = new Set([
  'cd',
  'test',
  'echo',
  'true',
  'false',
  'exit',
  'export',
  'set',
  'unset',
  'source',
  'exec',
  'eval',
  'if',
  'for',
  'while',
  'case',
  'until',
  'time',
  'dir',
  'type',
  'call',
  'printf',
  'command',
]);

/** The shell, and each program that checks of open cards begin with. */
export function toolCheck(facts: ProgramFacts, listOpenCards: () => Promise<readonly Task[]>): HealthCheck {
  return {
    id: 'tools',
    title: l10n.t('Shell and tools'),
    look: async () => [lookAtShell(facts), ...(await lookAtPrograms(facts, await listOpenCards()))],
  };
}

/** What guards the machine from what agents run. */
export function sandboxCheck(): HealthCheck {
  const detail = l10n.t(
    'There is none yet: a command that you allow and a check that you wrote run with all your rights. Every other command asks.',
  );
  return { id: 'sandbox', title: l10n.t('Sandbox'), look: async () => [{ state: 'note', detail }] };
}

/** The program that a command line begins with; `undefined` for what is not plainly one. */
export function programOf(command: string): string | undefined {
  const words = command.trim().split(/\s+/);
  const first = words.find((word) => !/^[A-Za-z_]\w*=/.test(word)) ?? '';
  return /^[\w.+-]+$/.test(first) && !BUILT_IN.has(first) ? first : undefined;
}

function lookAtShell({ findShell }: ProgramFacts): Found {
  const shell = findShell();
  if (shell === undefined)
    return {
      title: l10n.t('Shell'),
      state: 'problem',
      detail: l10n.t('No shell was found, so no command and no check can run. Install bash or sh.'),
    };
  return { title: l10n.t('Shell'), state: 'ok', detail: l10n.t('Commands and checks run in {0}.', shell) };
}

async function lookAtPrograms({ findProgram }: ProgramFacts, tasks: readonly Task[]): Promise<Found[]> {
  const users = new Map<string, number[]>();
  for (const { number, checks } of tasks) {
    for (const { spec } of checks) {
      const program = spec.kind === 'command' ? programOf(spec.command) : undefined;
      if (program !== undefined) users.set(program, [...new Set([...(users.get(program) ?? []), number])]);
    }
  }
  const needed = [...users].map(([program, numbers]): Found => {
    const cards = numbers
      .slice(0, 5)
      .map((number) => `#${number}`)
      .join(', ');
    const place = findProgram(program);
    if (place !== undefined) return { title: program, state: 'ok', detail: l10n.t('{0}, for checks of {1}.', place, cards) };
    return {
      title: program,
      state: 'problem',
      detail: l10n.t(
        'Not found on PATH outside the workspace, and checks of {0} begin with it. Install it, or give commands another PATH in the setting for their environment.',
        cards,
      ),
      fix: 'open-settings',
      subject: 'rota.command.environment',
    };
  });
  const git = users.has('git') ? [] : [gitFound(findProgram('git'))];
  return [...needed, ...git];
}

function gitFound(place: string | undefined): Found {
  return {
    title: 'git',
    state: place === undefined ? 'note' : 'ok',
    detail: place ?? l10n.t('Not found. Rota does without; agents often use it.'),
  };
}
