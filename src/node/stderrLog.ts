import { inspect } from 'node:util';
import type { Log } from '../core/base/log.ts';
import { createTextFilter } from '../core/base/safeText.ts';

interface StderrLogOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Every line passes it: people send logs to others. Without one, what looks like a well-known kind of key is masked. */
  readonly filter?: (text: string) => string;
  readonly stream?: { write(text: string): unknown };
}

/** The developer's log of a host without a window: standard error, and only when `ROTA_DEBUG=1` asks for it. */
export function createStderrLog({
  environment,
  filter = createTextFilter({ secrets: [] }),
  stream = process.stderr,
}: StderrLogOptions): Log {
  const write = (level: string, message: string): void => {
    if (environment['ROTA_DEBUG'] === '1') stream.write(`${new Date().toISOString()} ${level} ${filter(message)}\n`);
  };
  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message, error) => write('error', error === undefined ? message : `${message}: ${inspect(error)}`),
  };
}
