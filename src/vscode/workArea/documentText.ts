import { decodeText } from '../../core/tools/fileText.ts';
import { ToolError } from '../../core/base/errors.ts';

/** How a document of the editor becomes bytes: it has one line end throughout, and writes a byte order mark or none. */
export interface DocumentForm {
  /** As the editor names it: `utf8`, `utf8bom`, `windows1252`. */
  readonly encoding: string;
  readonly lineEnd: '\n' | '\r\n';
}

/**
 * The text that a document of this form must hold so that saving writes exactly these bytes; `undefined` when it cannot: another encoding,
 * mixed line ends, no text at all. Such a file is changed on disk, so that no byte outside of the change becomes another.
 */
export function textFor(bytes: Uint8Array, { encoding, lineEnd }: DocumentForm): string | undefined {
  if (!isUtf8(encoding)) return undefined;
  try {
    const { text, bom } = decodeText(bytes, '');
    if (bom !== (encoding === 'utf8bom')) return undefined;
    return (lineEnd === '\n' ? /\r/ : /\r(?!\n)|(?<!\r)\n/).test(text) ? undefined : text;
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

/** Whether a document's bytes can be computed here, without the editor. */
export function isUtf8(encoding: string): boolean {
  return encoding === 'utf8' || encoding === 'utf8bom';
}
