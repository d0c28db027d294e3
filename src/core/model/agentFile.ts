import * as l10n from '@vscode/l10n';
import { isNode, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import type * as z from 'zod';
import { messageOf, UserError } from '../base/errors.ts';
import { withMeant } from '../base/nearestWord.ts';
import { plainWords } from '../base/plainWords.ts';
import { AgentDraft } from './agent.ts';
import { readAgentFields } from './agentFields.ts';
import { noSuchTool } from './toolNames.ts';

const MAX_FIELDS_LENGTH = 20_000;

/** An agent as a file suggests it. Files of other products name no model that Rota could ask: then a person does. */
const SuggestedDraft = AgentDraft.extend({ model: AgentDraft.shape.model.optional() });
export type SuggestedDraft = z.infer<typeof SuggestedDraft>;

/** What a file suggests, and what in it means something to other products only, in words. */
export interface Suggestion {
  readonly draft: SuggestedDraft;
  readonly leftOut: readonly string[];
}

/** What is wrong with an agent file, and where. */
export interface AgentFileProblem {
  /** Counted from 1; 0 when it is about the whole file. */
  readonly line: number;
  readonly message: string;
}

/**
 * Reads an agent from Markdown with YAML front matter: the front matter holds the fields of an agent, the text below is its prompt.
 * The result is a suggestion: it counts only after a person accepted this exact content. Throws `UserError` that names file, place and remedy.
 */
export function parseAgentFile(file: string, content: string, tools: readonly string[]): Suggestion {
  const read = readAgentText(file, content, tools);
  if ('problems' in read)
    throw new UserError('damaged', agentFileProblem(file, read.problems.map(({ line, message }) => placed(line, message)).join('; ')));
  return read;
}

/** The same, answering what is wrong for whoever shows it beside the text. */
export function readAgentText(
  file: string,
  content: string,
  tools: readonly string[],
): Suggestion | { readonly problems: readonly AgentFileProblem[] } {
  const broken = (message: string, line = 0): { problems: AgentFileProblem[] } => ({ problems: [{ line, message }] });
  const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(content);
  if (!parts) return broken(l10n.t('it does not begin with a block of fields between two lines "---"'));
  const [, fieldsText = '', prompt = ''] = parts;
  if (fieldsText.length > MAX_FIELDS_LENGTH) return broken(l10n.t('its fields are longer than {0} characters', MAX_FIELDS_LENGTH));
  const written = parseFields(fieldsText);
  if ('problem' in written) return { problems: [written.problem] };
  const { lineOf } = written;
  if ('prompt' in written.fields) return broken(l10n.t('the prompt is the text below the fields, not a field'), lineOf(['prompt']));
  const { fields, leftOut, unknownTools } = readAgentFields(written.fields, baseName(file), tools);
  const parsed = SuggestedDraft.safeParse({ ...fields, prompt: prompt.trim() }, { error: plainWords });
  const problems = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describe(issue, lineOf));
  if (unknownTools.length > 0) problems.push({ line: lineOf(['tools']), message: `tools: ${noSuchTool(unknownTools, tools)}` });
  return parsed.success && problems.length === 0 ? { draft: parsed.data, leftOut } : { problems };
}

/** The sentence for an agent file that cannot be used. */
export function agentFileProblem(file: string, what: string): string {
  return l10n.t('The agent file {0} is not usable: {1}. Mend the file; other agents are not affected.', file, what.replace(/\.$/, ''));
}

function placed(line: number, message: string): string {
  return line === 0 ? message : l10n.t('line {0}: {1}', line, message);
}

/** What an agent is called whose file does not say it: `reviewer` for `reviewer.agent.md`. */
function baseName(file: string): string {
  return file.replace(/^.*[/\\]/, '').replace(/(\.agent|\.chatmode)?\.md$/i, '');
}

interface Fields {
  readonly fields: Record<string, unknown>;
  /** The line of the file where the nearest present part of a path begins. */
  lineOf(path: readonly PropertyKey[]): number;
}

function parseFields(text: string): Fields | { readonly problem: AgentFileProblem } {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'core', merge: false, lineCounter: lines, prettyErrors: false });
  const error = document.errors[0] ?? document.warnings[0];
  // The fields begin in the file's second line.
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    return { problem: { line: line + 1, message: yamlWords(document, error, text.split('\n')[line - 1] ?? '') } };
  }
  const fields = toValue(document);
  if (typeof fields === 'string') return { problem: { line: 0, message: fields } };
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return { problem: { line: 2, message: l10n.t('expected fields such as "name: fixer"') } };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line + 1;
    }
    return 2;
  };
  return { fields: { ...fields }, lineOf };
}

/** What YAML says, in words for somebody who only wanted to write a sentence. */
function yamlWords({ errors }: Document, { code, message }: YAMLError, line: string): string {
  const key = /^\s*([\w-]+):/.exec(line)?.[1] ?? '';
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (errors.some((error) => error.code === 'MULTILINE_IMPLICIT_KEY'))
        return l10n.t('the line below is indented: begin each field at the start of its line');
      return l10n.t('the text after "{0}:" holds a colon: put it in quotes, {0}: "…"', key);
    case 'BAD_SCALAR_START':
      return l10n.t('the text after "{0}:" begins with a sign that means something in YAML: put it in quotes, {0}: "…"', key);
    case 'DUPLICATE_KEY':
      return l10n.t('the field "{0}" is there twice', key);
    case 'TAB_AS_INDENT':
      return l10n.t('it is indented with a tab; only blanks may indent');
    default:
      return message;
  }
}

/** The value, or in words why there is none: references that lead nowhere, or multiply, are found only here. */
function toValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    return messageOf(error);
  }
}

function describe(issue: z.core.$ZodIssue, lineOf: Fields['lineOf']): AgentFileProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    const place = issue.path.map(String).join('.');
    return [{ line: lineOf(issue.path), message: place === '' ? issue.message : `${place}: ${issue.message}` }];
  }
  const known = issue.path.length === 0 ? Object.keys(SuggestedDraft.shape).filter((name) => name !== 'prompt') : [];
  return issue.keys.map((key) => ({
    line: lineOf([...issue.path, key]),
    message: l10n.t('there is no field {0}', withMeant([...issue.path, key].map(String).join('.'), known)),
  }));
}
