import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { AuditPage, TaskPage } from '../../core/actions/taskActions.ts';
import type { UserError } from '../../core/base/errors.ts';
import type { BoardFacts } from '../../core/health/boardHealth.ts';
import { checkHealth, worstOf } from '../../core/health/healthCheck.ts';
import { healthStateNames, healthSummary } from '../../core/health/healthText.ts';
import { hostChecks, openStatuses, type HostHealth } from '../../core/health/hostChecks.ts';
import type { BoardUse } from '../../core/health/safetyHealth.ts';
import type { HealthFinding, HealthFix } from '../../core/model/health.ts';
import { filterTexts } from '../../core/runs/textFilter.ts';
import { boardFailureAt } from '../../node/boardFailure.ts';
import { readBoard } from '../../node/boardFile.ts';
import { foreignOwner } from '../../node/foreignOwner.ts';
import { readFolderFacts } from '../../node/folderFacts.ts';
import { nodeClock } from '../../node/nodeClock.ts';
import { hostFetch } from '../../node/network/hostFetch.ts';
import { readNetworkFacts } from '../../node/network/networkFacts.ts';
import { openKeys } from '../../node/nodeKeys.ts';
import { attempt, personalCheck } from '../../node/personalCheck.ts';
import { LastLayout } from '../../node/lastLayout.ts';
import { createProgramFacts } from '../../node/programFacts.ts';
import { lostBoard } from '../../node/identifyStore.ts';
import { readAsideFolders, readBackupFacts } from '../../node/safetyFacts.ts';
import { readSettings } from '../../node/settingsFile.ts';
import { accessProblem } from '../../node/storeAccess.ts';
import { findStorePlace, homeOf, type StorePlace } from '../../node/storePlace.ts';
import { systemFailure } from '../../node/systemErrors.ts';
import { openUserData } from '../../node/userData.ts';
import { exitCodes } from '../exitCodes.ts';
import { jsonText } from '../jsonText.ts';
import type { Session } from '../session.ts';
import { storeHomes } from '../storeHomes.ts';
import type { Styles } from '../styles.ts';
import { indent } from '../textLayout.ts';

/** Milliseconds for each check. */
const PATIENCE = 8000;

const Counts = z.record(z.string(), z.number());

export async function doctor(session: Session): Promise<void> {
  const { env } = session.terminal;
  const personal = personalCheck(() => dataFolderOf(session), [readSettings, (folder) => openKeys(env, folder).all()]);
  const checks = [personal, ...hostChecks(hostHealth(session))];
  const findings = await checkHealth(checks, { clock: nodeClock, patience: PATIENCE, signal: session.signal });
  const worst = worstOf(findings);
  if (worst === 'problem') session.exitCode = exitCodes.failed;
  const shown = filterTexts(findings, session.filter);
  if (session.json) return session.print(jsonText({ worst, findings: shown }));
  session.print(`${shown.map((finding) => findingText(finding, session.styles)).join('\n')}\n\n${healthSummary(shown)}`);
}

function hostHealth(session: Session): HostHealth {
  const { terminal } = session;
  const start = resolve(terminal.folder, session.options.workspace ?? '.');
  const ifOpen = async <T, O = T>(read: () => Promise<T>, otherwise: O): Promise<T | O> =>
    (await boardOf(session, start)).kind === 'open' ? read() : otherwise;
  // What is broken there is told by the check of the data folder.
  const keys = attempt(() => openKeys(terminal.env, dataFolderOf(session)));
  const settings = attempt(() => readSettings(dataFolderOf(session)));
  const environment = 'value' in settings ? settings.value['command.environment'] : {};
  return {
    readBoard: () => boardOf(session, start),
    readFolder: readFolderFacts,
    readBackups: async () => valueOf(attempt(() => readBackupFacts(placeOf(session, start), dataFolderOf(session)))),
    readUse: () => ifOpen(() => useOf(session), undefined),
    readAside: readAsideFolders,
    listOpenCards: () => ifOpen(async () => (await session.call('task.list', TaskPage, { status: openStatuses, limit: 1000 })).items, []),
    models: {
      fetch: hostFetch(terminal.env),
      findKey: async (origin) => ('value' in keys ? keys.value.find(origin) : undefined),
      listAgents: () => ifOpen(async () => (await session.call('agent.list', AgentPage, {})).items, []),
      readScript: (file) => readFile(file, 'utf8'),
    },
    readPrograms: async () => {
      const host = await ifOpen(() => session.host(), undefined);
      return createProgramFacts({ roots: [host?.folder ?? start], environment, host: terminal.env }, host?.tools);
    },
    readNetwork: () => readNetworkFacts(terminal.env, false),
  };
}

/** The board as this command finds it. One that is not there, or cannot be opened, is an answer. */
async function boardOf(session: Session, start: string): Promise<BoardFacts> {
  const place = placeOf(session, start);
  const home = homeOf(place);
  const failed = ({ code, message }: UserError): BoardFacts => {
    if (code === 'not-found') return { kind: 'absent', home };
    const failure = valueOf(attempt(() => boardFailureAt(place, dataFolderOf(session), code))) ?? 'other';
    return { kind: 'failed', home, message, failure };
  };
  if (!place.exists) {
    // A data folder that cannot be used knows of no board, and is told by its own check.
    const lost = valueOf(attempt(() => lostBoard(place, dataFolderOf(session))))?.error ?? accessProblem(place);
    return lost ? failed(lost) : { kind: 'absent', home };
  }
  try {
    const { readOnly } = await session.host();
    const counts = await session.call('task.statistics', Counts, {});
    const cards = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return {
      kind: 'open',
      home,
      readOnly,
      owner: foreignOwner(place.folder),
      cards,
      columnsProblem: readBoard(join(place.root, '.rota'), new LastLayout(dataFolderOf(session), place.folder)).problem,
    };
  } catch (error) {
    const told = systemFailure(error);
    if (!told) throw error;
    return failed(told);
  }
}

/** By the first card and the last deed. */
async function useOf(session: Session): Promise<BoardUse | undefined> {
  const [first] = (await session.call('task.list', TaskPage, { order: 'number', limit: 1 })).items;
  const [last] = (await session.call('audit.list', AuditPage, { limit: 1 })).items;
  return first && { first: first.createdAt, last: last?.at ?? first.updatedAt };
}

function valueOf<T>(tried: { readonly value: T } | { readonly problem: string }): T | undefined {
  return 'value' in tried ? tried.value : undefined;
}

function placeOf({ terminal }: Session, start: string): StorePlace {
  return findStorePlace(start, storeHomes(terminal));
}

function findingText({ state, title, detail, fix, subject }: HealthFinding, styles: Styles): string {
  const paint = { ok: styles.green, note: styles.dim, warning: styles.yellow, problem: styles.red }[state];
  const advice = fix === null ? '' : adviceOf(fix, subject);
  return [`${paint(healthStateNames()[state])}  ${styles.bold(title)}`, indent(detail, '  '), indent(advice, '  ')]
    .filter((line) => line !== '')
    .join('\n');
}

/** What mends it from here. */
function adviceOf(fix: HealthFix, subject: string | null): string {
  switch (fix) {
    case 'make-board':
      return l10n.t('`rota init` makes one.');
    case 'add-agent':
    case 'choose-model':
      return subject === null ? l10n.t('`rota agent add --help` tells how.') : l10n.t('`rota agent update {0} --help` tells how.', subject);
    case 'set-key':
      return l10n.t('Put the key for {0} into keys.json in the data folder of Rota, or into the environment.', subject ?? '');
    case 'open-settings':
      return l10n.t('The setting is "{0}" in settings.json in the data folder of Rota.', (subject ?? '').replace(/^rota\./, ''));
    case 'choose-tools':
      return l10n.t('`rota tools use {0}` shows what would change, and asks.', subject ?? '');
    case 'restore-backup':
      return l10n.t('`rota backup list` shows the copies, `rota backup restore` brings the newest back.');
    case 'salvage-board':
      return l10n.t('`rota salvage --dry-run` says what can still be read; `rota salvage` makes a board of it.');
    case 'adopt-board':
      return l10n.t('`rota adopt` uses it here.');
    case 'move-board':
      return l10n.t('`rota move-board user` moves it into your user data folder.');
    case 'show-log':
    case 'open-board-file':
    case 'open-folder':
    case 'trust-workspace':
      return '';
  }
}

function dataFolderOf({ terminal, options }: Session): string {
  return openUserData(terminal.env, [resolve(terminal.folder, options.workspace ?? '.')]);
}
