import * as l10n from '@vscode/l10n';

/** Shorter texts are no keys of any service, and hiding them everywhere would blot out words. */
const SHORTEST = 8;

/**
 * What is wrong with a key that was typed for a server; an empty one is none and right. A key is hidden in every text, so one that is the address,
 * or a part of it, would hide that.
 */
export function keyProblem(text: string, origin: string): string | undefined {
  const key = text.trim();
  if (key === '') return undefined;
  if (/[^\x21-\x7e]/.test(key)) return l10n.t('A key has no spaces and no special characters. Copy it again.');
  const { host, hostname } = new URL(origin);
  const said = key.toLowerCase();
  if (/^https?:/.test(said) || said.includes(hostname) || origin.includes(said) || host.includes(said))
    return l10n.t('This is the address of the server, not its key.');
  return key.length < SHORTEST
    ? l10n.t('A key has at least {0} characters. Copy it whole, or leave this empty if the server needs none.', SHORTEST)
    : undefined;
}
