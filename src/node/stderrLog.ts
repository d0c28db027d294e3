import { inspect } from 'node:util';
import type { Log } from '../core/base/log.ts';

/** The developer's log of a host without a window: standard error, and only when `ROTA_DEBUG=1` asks for it. */
export function createStderrLog(environment: NodeJS.ProcessEnv, stream: { write(text: string): unknown } = process.stderr): Log {
  const write = (level: string, message: string): void => {
    if (environment['ROTA_DEBUG'] === '1') stream.write(`${new Date().toISOString()} ${level} ${message}\n`);
  };
  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message, error) => write('error', error === undefined ? message : `${message}: ${inspect(error)}`),
  };
}
