import path from 'node:path';

const KEPT = /^(HOME|LANG|LC_[A-Z_]+|TMPDIR)$/;
const KEPT_ON_WINDOWS =
  /^(SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE|ProgramFiles|ProgramFiles\(x86\)|ProgramData|TEMP|TMP|LANG|LC_[A-Z_]+)$/i;

/** Carries the run's tag in every descendant. */
export const RUN_TAG = 'ROTA_RUN';
/** Carries the mark of one started process in all that it starts. */
export const PROCESS_TAG = 'ROTA_PROCESS';

export interface EnvironmentParts {
  /** The host's own environment: full of secrets, so only names of the list above pass. */
  readonly host: NodeJS.ProcessEnv;
  readonly folders: readonly string[];
  readonly shell: string | undefined;
  /** What the person and the request add; later ones win, and none replaces PATH or a tag. */
  readonly additions: readonly (Readonly<Record<string, string>> | undefined)[];
  readonly tags: Readonly<Record<typeof RUN_TAG | typeof PROCESS_TAG, string>>;
}

/** The whole environment of a child: built up from nothing, never the host's with parts removed. */
export function childEnvironment(parts: EnvironmentParts): Record<string, string> {
  const kept = process.platform === 'win32' ? KEPT_ON_WINDOWS : KEPT;
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(parts.host)) {
    if (value !== undefined && kept.test(name)) environment[name] = value;
  }
  for (const additions of parts.additions) Object.assign(environment, additions);
  if (parts.shell !== undefined && process.platform !== 'win32') environment['SHELL'] = parts.shell;
  return { TERM: 'dumb', CI: '1', ...environment, PATH: parts.folders.join(path.delimiter), ...parts.tags };
}
