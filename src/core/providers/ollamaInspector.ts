import * as l10n from '@vscode/l10n';
import type { BodyInspector } from './bodyGuard.ts';
import type { Endpoint } from './endpoint.ts';
import { malformed } from './failures.ts';
import { streamFailure } from './httpFailures.ts';
import type { LineCaps } from './lineCaps.ts';
import { ProviderError } from './providerError.ts';
import { readErrorValue } from './serverText.ts';

const NEWLINE = 10;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Lets only whole lines through, and only those that hold a JSON object: the Ollama SDK prints others to the console,
 * drops them and goes on. A last line that is broken is dropped too: the stream was cut there. Words that arrive together
 * pass as one line, which makes up for parsing twice.
 */
export class OllamaInspector implements BodyInspector {
  readonly #endpoint: Endpoint;
  readonly #caps: LineCaps;
  readonly #key: string | undefined;
  #held: Uint8Array[] = [];

  constructor(endpoint: Endpoint, caps: LineCaps, key: string | undefined) {
    this.#endpoint = endpoint;
    this.#caps = caps;
    this.#key = key;
  }

  piece(bytes: Uint8Array): Uint8Array {
    this.#caps.count(bytes);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      this.#held.push(bytes);
      return new Uint8Array();
    }
    const lines = this.#held.length === 0 ? bytes.subarray(0, end) : concat([...this.#held, bytes.subarray(0, end)]);
    this.#held = end < bytes.length ? [bytes.subarray(end)] : [];
    return this.#check(lines);
  }

  end(): Uint8Array | undefined {
    const rest = concat(this.#held);
    const value = parse(decoder.decode(rest));
    return value === undefined ? undefined : this.#check(rest);
  }

  #check(bytes: Uint8Array): Uint8Array {
    const passed: string[] = [];
    let words = '';
    for (const line of decoder.decode(bytes).split('\n')) {
      if (line === '' || line.trim() === '') continue;
      const value = this.#parseLine(line);
      const more = onlyWords(value);
      if (more !== undefined) {
        words += more;
        continue;
      }
      if (words !== '') passed.push(lineOfWords(words));
      words = '';
      passed.push(line);
    }
    if (words !== '') passed.push(lineOfWords(words));
    return passed.length === 0 ? new Uint8Array() : encoder.encode(`${passed.join('\n')}\n`);
  }

  #parseLine(line: string): object {
    const value = parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw malformed(this.#endpoint, true, l10n.t('It has a line that is not a JSON object.'));
    }
    if ('error' in value) {
      throw new ProviderError(streamFailure(this.#endpoint, readErrorValue(value.error, this.#key)));
    }
    return value;
  }
}

/** The text of a line that says nothing else. */
function onlyWords(value: object): string | undefined {
  if (!('message' in value) || !('done' in value) || value.done !== false) return undefined;
  const { message } = value;
  if (typeof message !== 'object' || message === null || !('content' in message) || typeof message.content !== 'string') return undefined;
  for (const name in message) if (name !== 'content' && name !== 'role') return undefined;
  return message.content;
}

function lineOfWords(content: string): string {
  return JSON.stringify({ message: { role: 'assistant', content }, done: false });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
