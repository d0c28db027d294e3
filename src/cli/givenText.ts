import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { decodeText } from '../core/base/decodeText.ts';
import { UserError } from '../core/base/errors.ts';
import { readBoundedBytes, type BoundedBytes } from '../node/boundedFile.ts';
import type { Terminal } from './terminal.ts';

/** No field of a card holds more than a fraction of this. */
const MOST_BYTES = 4 * 2 ** 20;

/** The text itself, the content of `@FILE`, or standard input for `@-`. A text that begins with @ is written `@@`. */
export async function textOrFile(value: string, terminal: Terminal): Promise<string> {
  if (value.startsWith('@@')) return value.slice(1);
  if (!value.startsWith('@')) return value;
  if (value === '@-') return textOf(await readStream(terminal.stdin), l10n.t('standard input'));
  const file = resolve(terminal.folder, value.slice(1));
  const read = readBoundedBytes(file, MOST_BYTES) ?? unnamed(file);
  if (!read) throw new UserError('invalid', l10n.t('There is no file {0}. A text that begins with @ is written with @@.', file));
  if (read.bytes === undefined)
    throw new UserError(
      'invalid',
      l10n.t(
        'Cannot read {0}: {1}. What a program writes is given as @-; a text that begins with @ is written with @@.',
        file,
        read.problem,
      ),
    );
  return textOf(read.bytes, file);
}

/** What is there and has no path of its own, such as the end of a pipe that a shell made. */
function unnamed(file: string): BoundedBytes | undefined {
  return statSync(file, { throwIfNoEntry: false }) && { problem: l10n.t('it is not a regular file') };
}

function textOf(bytes: Uint8Array, source: string): string {
  const decoded = decodeText(bytes);
  if ('text' in decoded) return decoded.text;
  throw new UserError('invalid', l10n.t('Cannot take the text of {0}: {1}. Save it as UTF-8 and try again.', source, decoded.problem));
}

async function readStream(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_BYTES)
      throw new UserError('invalid', l10n.t('Standard input is longer than {0} bytes, which is more than a card can hold.', MOST_BYTES));
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
