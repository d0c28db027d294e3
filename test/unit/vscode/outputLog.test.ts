import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { createTextFilter } from '../../../src/core/base/safeText.ts';
import { createOutputLog } from '../../../src/vscode/outputLog.ts';

test('no key reaches the log, not even in the stack of an error', () => {
  const lines: string[] = [];
  const write = (...texts: string[]): void => void lines.push(...texts);
  const channel = { info: write, warn: write, error: write } as unknown as vscode.LogOutputChannel;
  const log = createOutputLog(channel, createTextFilter({ secrets: ['s3cret-of-somebody'] }));
  log.info('uses s3cret-of-somebody');
  log.warn('uses s3cret-of-somebody');
  log.error('failed with s3cret-of-somebody', new Error('header s3cret-of-somebody'));
  log.error('failed', 's3cret-of-somebody');
  assert.equal(lines.length, 6);
  assert.doesNotMatch(lines.join('\n'), /s3cret/);
  assert.match(lines[3] ?? '', /header .*\n\s+at /, 'a stack stays one');
});
