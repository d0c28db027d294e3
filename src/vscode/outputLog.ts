import type * as vscode from 'vscode';
import type { Log } from '../core/base/log.ts';

/** The log of the core, written to Rota's output channel. */
export function createOutputLog(channel: vscode.LogOutputChannel): Log {
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, error) => channel.error(message, ...(error === undefined ? [] : [error instanceof Error ? (error.stack ?? error.message) : String(error)])),
  };
}
