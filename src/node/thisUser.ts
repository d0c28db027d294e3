import { homedir, hostname, userInfo } from 'node:os';

type Environment = Readonly<Record<string, string | undefined>>;

/** As long as the name of whoever did something may be. */
const LONGEST_NAME = 200;

/**
 * What the person at this process is called. The system need not know them: in a container any number may be the user, without an entry in the list
 * of users and without a name in the environment.
 */
export function personName(environment: Environment): string {
  const stated = [environment['USER'], environment['USERNAME'], environment['LOGNAME']].find(
    (name) => name !== undefined && name.trim() !== '',
  );
  const user = process.getuid?.();
  return (stated ?? accountName() ?? (user === undefined ? 'person' : `user ${user}`)).trim().slice(0, LONGEST_NAME);
}

/** Who owns a file, for people: the name of this user and of root are known without a list. */
export function ownerName(user: number): string {
  if (user === 0) return 'root';
  return (user === process.getuid?.() ? accountName() : undefined) ?? `user ${user}`;
}

/** The person's home folder as the environment or the system says; `undefined` where neither knows one. */
export function findHome(): string | undefined {
  return attempted(homedir) || findAccountHome();
}

/** The home folder that the system's own list of users names, whatever the environment says. */
export function findAccountHome(): string | undefined {
  return attempted(() => userInfo().homedir) || undefined;
}

/** The name of this machine. */
export function machineName(): string {
  return attempted(hostname) || 'unknown';
}

function accountName(): string | undefined {
  return attempted(() => userInfo().username) || undefined;
}

/** What the system answers; it throws for a user that it does not know. */
function attempted(ask: () => string): string | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
