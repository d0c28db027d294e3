import * as l10n from '@vscode/l10n';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { UserError } from '../base/errors.ts';
import { AgentDraft } from './agent.ts';

const MAX_LENGTH = 200_000;

/**
 * Reads an agent from Markdown with YAML front matter: the front matter holds the fields of an agent, the text below is its prompt.
 * The result is a suggestion: it counts only after a person accepted this exact content. Throws `UserError` that names file, place and remedy.
 */
export function parseAgentFile(file: string, content: string): AgentDraft {
  if (content.length > MAX_LENGTH) throw broken(file, l10n.t('it is longer than {0} characters', MAX_LENGTH));
  const parts = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(content);
  if (!parts) throw broken(file, l10n.t('it does not begin with a block of fields between two lines "---"'));
  const document = parseDocument(parts[1] ?? '', { schema: 'core', merge: false });
  const error = document.errors[0];
  if (error) throw broken(file, l10n.t('line {0}: {1}', (error.linePos?.[0].line ?? 1) + 1, error.message.split('\n')[0] ?? ''));
  const fields: unknown = document.toJS({ maxAliasCount: 10 });
  const parsed = AgentDraft.safeParse({ ...(isRecord(fields) ? fields : {}), prompt: (parts[2] ?? '').trim() });
  if (!parsed.success) throw broken(file, z.prettifyError(parsed.error));
  return parsed.data;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(file: string, what: string): UserError {
  return new UserError('damaged', l10n.t('The agent file {0} is not usable: {1}. Mend the file; other agents are not affected.', file, what));
}
