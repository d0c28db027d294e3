import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import type { AgentDraft } from '../core/model/agent.ts';
import { agentFileProblem, parseAgentFile } from '../core/model/agentFile.ts';
import { readBoundedText } from './boundedFile.ts';

const MAX_BYTES = 256 * 1024;
const MAX_FILES = 200;

/** An agent that a file of the workspace suggests, with the exact content that a person may accept; or what is wrong with the file. */
export type SuggestedAgent =
  | { readonly file: string; readonly content: string; readonly draft: AgentDraft; readonly problem?: undefined }
  | { readonly file: string; readonly problem: string };

/** Reads `.rota/agents/*.md`. A broken file is one entry with its problem; the others still load. Never throws for what lies there. */
export function listSuggestedAgents(rotaFolder: string): SuggestedAgent[] {
  const folder = join(rotaFolder, 'agents');
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return code === 'ENOENT' ? [] : [{ file: folder, problem: l10n.t('{0} cannot be read as a folder ({1}).', folder, code) }];
  }
  const agents = names.slice(0, MAX_FILES).map((name) => readSuggestedAgent(join(folder, name), rotaFolder));
  if (names.length > MAX_FILES)
    agents.push({
      file: folder,
      problem: l10n.t('{0} holds {1} agent files; only the first {2} were read.', folder, names.length, MAX_FILES),
    });
  return agents;
}

/** Reads one agent file, wherever a person keeps it; with `within`, only one that no link leads out of. */
export function readSuggestedAgent(file: string, within?: string): SuggestedAgent {
  const read = readBoundedText(file, MAX_BYTES, within);
  if (read?.text === undefined) return { file, problem: agentFileProblem(file, read?.problem ?? l10n.t('there is no such file')) };
  try {
    return { file, content: read.text, draft: parseAgentFile(file, read.text) };
  } catch (error) {
    if (error instanceof UserError) return { file, problem: error.message };
    throw error;
  }
}
