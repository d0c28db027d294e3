import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import type { AgentDraft } from '../core/model/agent.ts';
import { parseAgentFile } from '../core/model/agentFile.ts';

/** An agent that a file of the workspace suggests, with the exact content that a person may accept; or what is wrong with the file. */
export type SuggestedAgent =
  | { readonly file: string; readonly content: string; readonly draft: AgentDraft; readonly problem?: undefined }
  | { readonly file: string; readonly problem: string };

/** Reads `.rota/agents/*.md`. A broken file is one entry with its problem; the others still load. */
export function listSuggestedAgents(rotaFolder: string): SuggestedAgent[] {
  const folder = join(rotaFolder, 'agents');
  const names = readdirSyncIfThere(folder).filter((name) => name.endsWith('.md')).sort();
  return names.map((name) => readSuggestedAgent(join(folder, name)));
}

/** Reads one agent file. */
export function readSuggestedAgent(file: string): SuggestedAgent {
  try {
    if (!lstatSync(file).isFile()) return { file, problem: `${file} is not a regular file.` };
    const content = readFileSync(file, 'utf8');
    return { file, content, draft: parseAgentFile(file, content) };
  } catch (error) {
    if (error instanceof UserError) return { file, problem: error.message };
    throw error;
  }
}

function readdirSyncIfThere(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
