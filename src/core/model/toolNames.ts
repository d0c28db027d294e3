import * as l10n from '@vscode/l10n';
import { withMeant } from '../base/nearestWord.ts';

/** What other products call our tools, in small letters. What a name there covers beyond ours is not given: an agent gets no more than was meant. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  read: ['read_file'],
  readfile: ['read_file'],
  view: ['read_file'],
  write: ['write_file'],
  createfile: ['write_file'],
  edit: ['edit_file'],
  multiedit: ['edit_file'],
  editfiles: ['edit_file', 'write_file'],
  bash: ['run_command', 'read_command_output'],
  bashoutput: ['read_command_output'],
  shell: ['run_command', 'read_command_output'],
  execute: ['run_command', 'read_command_output'],
  runcommands: ['run_command', 'read_command_output'],
  runinterminal: ['run_command', 'read_command_output'],
  getterminaloutput: ['read_command_output'],
  grep: ['search_text'],
  textsearch: ['search_text'],
  codebase: ['search_text'],
  search: ['search_text', 'list_files'],
  glob: ['list_files'],
  ls: ['list_files'],
  filesearch: ['list_files'],
  listdirectory: ['list_files'],
  problems: ['get_problems'],
  usages: ['find_references'],
  askuserquestion: ['ask_user'],
  askquestions: ['ask_user'],
};

/** Tools of other products for which there is nothing here. */
const notHere: ReadonlySet<string> = new Set(
  `agent task runsubagent todo todos todowrite web webfetch websearch fetch githubrepo notebookedit notebookread editnotebook runnotebooks
  exitplanmode enterplanmode killshell killbash skill slashcommand opensimplebrowser vscode vscodeapi extensions changes new newworkspace
  runtasks runtests testfailure terminallastcommand terminalselection findtestfiles searchresults think memory createdirectory`.split(
    /\s+/,
  ),
);

/** The tools of a list: those there are, those of other products that are left out, and those that nobody knows. `null`: all tools. */
export interface ReadTools {
  readonly tools: readonly string[] | null;
  readonly leftOut: readonly string[];
  readonly unknown: readonly string[];
}

/** Reads names of tools, as a list or as text between commas, also as other products name them. */
export function readToolNames(value: readonly string[] | string, known: readonly string[]): ReadTools {
  const names = (typeof value === 'string' ? splitNames(value) : value).map((name) => name.trim()).filter((name) => name !== '');
  if (names.some((name) => name === '*' || name.toLowerCase() === 'all')) return { tools: null, leftOut: [], unknown: [] };
  const tools = new Set<string>();
  const leftOut: string[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const ours = toolsCalled(name, known);
    if (ours.length > 0) for (const tool of ours) tools.add(tool);
    else if (isOfOthers(name)) leftOut.push(name);
    else unknown.push(name);
  }
  return { tools: [...tools], leftOut, unknown };
}

/** The sentence for tools that nobody knows. */
export function noSuchTool(unknown: readonly string[], known: readonly string[]): string {
  const names = unknown.map((name) => withMeant(name, known)).join(', ');
  return l10n.t('There is no tool {0}. The tools are: {1}.', names, known.join(', '));
}

function toolsCalled(name: string, known: readonly string[]): readonly string[] {
  if (known.includes(name)) return [name];
  // `edit/editFiles` is a tool of a set; what comes before the bar only sorts.
  const last = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  return Object.hasOwn(otherNames, last) ? (otherNames[last] ?? []) : [];
}

/** Of a server, a whole set, with a pattern of its own (`Bash(git *)`), or of another product. */
function isOfOthers(name: string): boolean {
  return /^mcp__|[/*(]/.test(name) || notHere.has(name.toLowerCase());
}

/** Commas within brackets part nothing. */
function splitNames(text: string): string[] {
  const names = [''];
  let open = 0;
  for (const letter of text) {
    if (letter === '(') open += 1;
    if (letter === ')') open -= 1;
    if ((letter === ',' || letter === '\n') && open <= 0) names.push('');
    else names[names.length - 1] += letter;
  }
  return names;
}
