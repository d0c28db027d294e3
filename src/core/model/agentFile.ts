import * as l10n from '@vscode/l10n';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type * as z from 'zod';
import { messageOf, UserError } from '../base/errors.ts';
import { AgentDraft } from './agent.ts';

const MAX_FIELDS_LENGTH = 20_000;

/**
 * Reads an agent from Markdown with YAML front matter: the front matter holds the fields of an agent, the text below is its prompt.
 * The result is a suggestion: it counts only after a person accepted this exact content. Throws `UserError` that names file, place and remedy.
 */
export function parseAgentFile(file: string, content: string): AgentDraft {
  const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(content);
  if (!parts) throw broken(file, l10n.t('it does not begin with a block of fields between two lines "---"'));
  const [, fieldsText = '', prompt = ''] = parts;
  if (fieldsText.length > MAX_FIELDS_LENGTH) throw broken(file, l10n.t('its fields are longer than {0} characters', MAX_FIELDS_LENGTH));
  const { fields, lineOf } = parseFields(file, fieldsText);
  if ('prompt' in fields) throw broken(file, l10n.t('line {0}: the prompt is the text below the fields, not a field', lineOf(['prompt'])));
  const parsed = AgentDraft.safeParse({ ...fields, prompt: prompt.trim() });
  if (!parsed.success) throw broken(file, parsed.error.issues.map((issue) => describe(issue, lineOf)).join('; '));
  return parsed.data;
}

/** The sentence for an agent file that cannot be used. */
export function agentFileProblem(file: string, what: string): string {
  return l10n.t('The agent file {0} is not usable: {1}. Mend the file; other agents are not affected.', file, what);
}

interface Fields {
  readonly fields: Record<string, unknown>;
  /** The line of the file where the nearest present part of a path begins. */
  lineOf(path: readonly PropertyKey[]): number;
}

function parseFields(file: string, text: string): Fields {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'core', merge: false, lineCounter: lines, prettyErrors: false });
  const error = document.errors[0] ?? document.warnings[0];
  // The fields begin in the file's second line.
  if (error) throw broken(file, l10n.t('line {0}: {1}', lines.linePos(error.pos[0]).line + 1, error.message));
  const fields = toValue(file, document);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw broken(file, l10n.t('line 2: expected fields such as "name: fixer"'));
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line + 1;
    }
    return 2;
  };
  return { fields: { ...fields }, lineOf };
}

/** References that lead nowhere, or multiply, are found only here. */
function toValue(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    throw broken(file, messageOf(error));
  }
}

function describe(issue: z.core.$ZodIssue, lineOf: Fields['lineOf']): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  return l10n.t('line {0}, {1}: {2}', lineOf(path), path.map(String).join('.'), issue.message);
}

function broken(file: string, what: string): UserError {
  return new UserError('damaged', agentFileProblem(file, what));
}
