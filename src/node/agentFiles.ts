import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { nameKey } from '../core/base/names.ts';
import { agentFileProblem, parseAgentFile, readAgentText, type AgentFileProblem, type Suggestion } from '../core/model/agentFile.ts';
import { builtinTools } from '../core/tools/catalog.ts';
import { readBoundedText } from './boundedFile.ts';

const MAX_BYTES = 256 * 1024;
const MAX_FILES = 200;

/** An agent that a file of the workspace suggests, with the exact content that a person may accept; or what is wrong with the file. */
export type SuggestedAgent =
  | (Suggestion & { readonly file: string; readonly content: string; readonly problem?: undefined })
  | { readonly file: string; readonly problem: string };

const toolNames = builtinTools.map(({ declaration }) => declaration.name);

/** Reads `.rota/agents/*.md`, but for what only tells people about the folder. A broken file is one entry with its problem; the others still load. Never throws for what lies there. */
export function listSuggestedAgents(rotaFolder: string): SuggestedAgent[] {
  const folder = join(rotaFolder, 'agents');
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith('.md') && !/^readme\b/i.test(name))
      .sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return code === 'ENOENT' ? [] : [{ file: folder, problem: l10n.t('{0} cannot be read as a folder ({1}).', folder, code) }];
  }
  const agents = onePerName(names.slice(0, MAX_FILES).map((name) => readSuggestedAgent(join(folder, name), rotaFolder)));
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
    return { file, content: read.text, ...parseAgentFile(file, read.text, toolNames) };
  } catch (error) {
    if (error instanceof UserError) return { file, problem: error.message };
    throw error;
  }
}

/** What there is to say of the text of an agent file while somebody writes it. */
export function lookAtAgentText(file: string, text: string): { problems: readonly AgentFileProblem[]; leftOut: readonly string[] } {
  const read = readAgentText(file, text, toolNames);
  return 'problems' in read ? { problems: read.problems, leftOut: [] } : { problems: [], leftOut: read.leftOut };
}

/** Of several files for one agent the first counts, and the others say so. */
function onePerName(agents: readonly SuggestedAgent[]): SuggestedAgent[] {
  const files = new Map<string, string>();
  return agents.map((agent) => {
    if (agent.problem !== undefined) return agent;
    const key = nameKey(agent.draft.name);
    const first = files.get(key);
    if (first === undefined) {
      files.set(key, agent.file);
      return agent;
    }
    const problem = agentFileProblem(agent.file, l10n.t('its agent "{0}" is the one of {1}', agent.draft.name, first));
    return { file: agent.file, problem };
  });
}
