import type * as vscode from 'vscode';
import type { Log } from '../core/base/log.ts';
import type { TextFilter } from '../core/runs/textFilter.ts';

/** The log of the core, written to Rota's output channel through the filter: people send logs to others. */
export function createOutputLog(channel: vscode.LogOutputChannel, filter: TextFilter): Log {
  return {
    info: (message) => channel.info(filter(message)),
    warn: (message) => channel.warn(filter(message)),
    error: (message, error) =>
      channel.error(
        filter(message),
        ...(error === undefined ? [] : [filter(error instanceof Error ? (error.stack ?? error.message) : String(error))]),
      ),
  };
}
