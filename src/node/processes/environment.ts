import path from 'node:path';

const KEPT = /^(HOME|TMPDIR)$/;
const KEPT_ON_WINDOWS =
  /^(SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE|ProgramFiles|ProgramFiles\(x86\)|ProgramData|TEMP|TMP)$/i;

/** Language and time. */
const LANGUAGE = /^(LANG|LANGUAGE|LC_[A-Z_]+|TZ)$/;
/** The way to the network: proxies, and the certificates that a company's network needs. Passwords in them are masked in all that is shown. */
const NETWORK =
  /^((http|https|ftp|all|no)_proxy|node_use_env_proxy|ssl_cert_(file|dir)|node_extra_ca_certs|requests_ca_bundle|curl_ca_bundle|git_ssl_cainfo|git_ssl_capath|pip_cert|aws_ca_bundle|cargo_http_cainfo|deno_cert|nix_ssl_cert_file)$/i;
/** Whether this is a build server: what the host says of itself holds for commands too. */
const SERVER = /^CI$/;

/** Carries the run's tag in every descendant. */
export const RUN_TAG = 'ROTA_RUN';
/** Carries the mark of one started process in all that it starts. */
export const PROCESS_TAG = 'ROTA_PROCESS';

export interface EnvironmentParts {
  /** The host's own environment: full of secrets, so only names of the lists above pass. */
  readonly host: NodeJS.ProcessEnv;
  readonly folders: readonly string[];
  readonly shell: string | undefined;
  /** Sets `CI=1`. Off by itself: package managers then refuse to bring their lock files up to date, and test runners to write new snapshots. */
  readonly ci?: boolean;
  /** What the person and the request add; later ones win, and none replaces PATH or a tag. */
  readonly additions: readonly (Readonly<Record<string, string>> | undefined)[];
  readonly tags: Readonly<Record<typeof RUN_TAG | typeof PROCESS_TAG, string>>;
}

/** The whole environment of a child: built up from nothing, never the host's with parts removed. */
export function childEnvironment(parts: EnvironmentParts): Record<string, string> {
  const kept = [process.platform === 'win32' ? KEPT_ON_WINDOWS : KEPT, LANGUAGE, NETWORK, SERVER];
  const environment: Record<string, string> = { TERM: 'dumb' };
  for (const [name, value] of Object.entries(parts.host)) {
    if (value !== undefined && kept.some((names) => names.test(name))) environment[name] = value;
  }
  if (parts.ci === true) environment['CI'] = '1';
  for (const additions of parts.additions) Object.assign(environment, additions);
  if (parts.shell !== undefined && process.platform !== 'win32') environment['SHELL'] = parts.shell;
  return { ...environment, PATH: parts.folders.join(path.delimiter), ...parts.tags };
}
