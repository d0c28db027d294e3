import * as l10n from '@vscode/l10n';
import type { Task } from '../model/task.ts';
import type { ToolFolder } from '../model/toolFolder.ts';
import { programOf } from '../rules/commandPrograms.ts';
import type { Found, HealthCheck } from './healthCheck.ts';
import { someNames } from './toolFolderText.ts';

/** Where programs of commands and checks come from. Nothing is started to find out. */
export interface ProgramFacts {
  /** The shell that commands run in. */
  findShell(): string | undefined;
  /** A program on the PATH that commands get. */
  findProgram(name: string): string | undefined;
  /** The folder of the workspace that has it and that commands do not use. */
  findUnused(name: string): string | undefined;
  /** The folders of programs in the workspace. */
  listTools(): Promise<readonly ToolFolder[]>;
}

/** The shell, and each program that checks of open cards begin with. */
export function toolCheck(readFacts: () => Promise<ProgramFacts>, listOpenCards: () => Promise<readonly Task[]>): HealthCheck {
  return {
    id: 'tools',
    title: l10n.t('Shell and tools'),
    look: async () => {
      const facts = await readFacts();
      return [
        lookAtShell(facts),
        ...(await lookAtPrograms(facts, await listOpenCards())),
        ...(await facts.listTools()).flatMap(lookAtTools),
      ];
    },
  };
}

/** What guards the machine from what agents run. */
export function sandboxCheck(): HealthCheck {
  const detail = l10n.t(
    'There is none yet: a command that you allow and a check that you wrote run with all your rights. Every other command asks.',
  );
  return { id: 'sandbox', title: l10n.t('Sandbox'), look: async () => [{ state: 'note', detail }] };
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

async function lookAtPrograms(facts: ProgramFacts, tasks: readonly Task[]): Promise<Found[]> {
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
    return lookAtProgram(program, cards, facts);
  });
  const git = users.has('git') ? [] : [gitFound(facts.findProgram('git'))];
  return [...needed, ...git];
}

function lookAtProgram(program: string, cards: string, { findProgram, findUnused }: ProgramFacts): Found {
  const [place, unused] = [findProgram(program), findUnused(program)];
  const title = program;
  if (unused !== undefined) {
    const detail =
      place === undefined
        ? l10n.t('It is in {0} of the workspace, where checks and commands do not look, and checks of {1} begin with it.', unused, cards)
        : l10n.t('{0}, for checks of {1}. Your terminal may take the one in {2} of the workspace instead.', place, cards, unused);
    return { title, state: place === undefined ? 'problem' : 'warning', detail, fix: 'choose-tools', subject: unused };
  }
  if (place !== undefined) return { title, state: 'ok', detail: l10n.t('{0}, for checks of {1}.', place, cards) };
  return {
    title,
    state: 'problem',
    detail: l10n.t(
      'Not found on PATH outside the workspace, nor in a folder of the workspace where programs usually are, and checks of {0} begin with it. Install it, or give commands another PATH in the setting for their environment; a folder of the workspace with other programs must be named by you as its tools.',
      cards,
    ),
    fix: 'open-settings',
    subject: 'rota.command.environment',
  };
}

/** A folder that is only offered is worth a word when a check needs it, which is said there. */
function lookAtTools({ folder, state, programs, reason }: ToolFolder): Found[] {
  if (state === 'offered') return [];
  const title = l10n.t('Tools of the workspace');
  if (state === 'withheld')
    return [
      {
        title,
        state: 'warning',
        detail: l10n.t(
          '{0} is not used, although you allowed it: {1}. Look at it, then allow it again or forget it.',
          folder,
          reason ?? '',
        ),
        fix: 'choose-tools',
        subject: folder,
      },
    ];
  const there = programs.filter(({ change }) => change !== 'gone');
  const replaced = there.filter(({ replaces }) => replaces !== null).map(({ name }) => name);
  const changed = programs.filter(({ change }) => change !== null).map(({ name }) => name);
  const parts = [
    replaced.length === 0
      ? l10n.t('Commands and checks use {0}, with {1} programs.', folder, there.length)
      : l10n.t(
          'Commands and checks use {0}, with {1} programs; of this machine it takes the place of {2}.',
          folder,
          there.length,
          someNames(replaced),
        ),
    ...(changed.length > 0 ? [l10n.t('Changed since you allowed it: {0}.', someNames(changed))] : []),
  ];
  if (changed.length === 0) return [{ title, state: 'ok', detail: parts.join(' ') }];
  return [{ title, state: 'note', detail: parts.join(' '), fix: 'choose-tools', subject: folder }];
}

function gitFound(place: string | undefined): Found {
  return {
    title: 'git',
    state: place === undefined ? 'note' : 'ok',
    detail: place ?? l10n.t('Not found. Rota does without; agents often use it.'),
  };
}
