import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../core/base/errors.ts';
import { parseJson } from '../core/base/json.ts';
import { proxySecrets } from './network/proxies.ts';
import { readPrivateFile } from './privateFile.ts';

const KeyFile = z.record(z.string(), z.string().min(1).max(10_000));

/** Origins that variables of the environment belong to, whatever an agent's base URL says. */
const ownedVariables: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: 'https://api.openai.com',
  OPENROUTER_API_KEY: 'https://openrouter.ai',
  OLLAMA_API_KEY: 'https://ollama.com',
};

/** API keys by the origin that they belong to; a key is never given out for another, and no error names one. */
export interface Keys {
  /** Rejects with a `UserError` that names file and remedy when the answer may stand in a key file that cannot be used. */
  find(origin: string): Promise<string | undefined>;
  /** All keys in use, and the passwords of proxies, for the filter that masks them. */
  all(): string[];
}

/**
 * Keys from the environment and from `keys.json` (origin → key, mode 0600) in the user's data folder; the environment wins.
 * `ROTA_API_KEY` belongs to the origin of `ROTA_BASE_URL` only.
 */
export function openKeys(environment: Readonly<Record<string, string | undefined>>, dataFolder: string): Keys {
  const keys = new Map<string, string>();
  let refusal: UserError | undefined;
  try {
    for (const [origin, key] of Object.entries(readKeyFile(join(dataFolder, 'keys.json')))) keys.set(origin, key);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    refusal = error;
  }
  for (const [variable, origin] of Object.entries(ownedVariables)) {
    const key = environment[variable];
    if (key) keys.set(origin, key);
  }
  const { ROTA_API_KEY: own, ROTA_BASE_URL: base } = environment;
  if (own && base && URL.canParse(base)) keys.set(new URL(base).origin, own);
  const find = async (origin: string): Promise<string | undefined> => {
    const key = keys.get(origin);
    // Other keys are of use though the file is broken, and so is a host that needs none.
    if (key === undefined && refusal) throw refusal;
    return key;
  };
  const secrets = proxySecrets(environment);
  return { find, all: () => [...new Set([...keys.values(), ...(own ? [own] : []), ...secrets])] };
}

function readKeyFile(path: string): Record<string, string> {
  const text = readPrivateFile(path);
  if (text === undefined) return {};
  const parsed = parseJson(KeyFile, text);
  const wrong = parsed && Object.keys(parsed).find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (parsed && wrong === undefined) return parsed;
  const form = '{ "https://api.example.com": "key" }';
  throw new UserError('damaged', l10n.t('{0} is not a list of keys by origin. It should look like {1}. Mend or remove it.', path, form));
}
