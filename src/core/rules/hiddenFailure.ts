import * as l10n from '@vscode/l10n';

/** Programs at the end of a pipe that end well whatever comes in. */
const ALWAYS_WELL = /^(tee|cat|head|tail|less|more|sort|uniq|wc|tr|sed|nl|ts|column|cut|fmt|fold|tac|rev|xargs echo)\b/;
/** Ends of a command that turn every failure into a success. */
const ALWAYS = /(\|\||;)\s*(true|:|exit 0)\s*;?\s*$/;
/** How shells say that there is no such program. */
const NOT_FOUND = /^(?:\S*sh: )?(?:line \d+: )?(?:\d+: )?(?:\S*sh: )?([^\s:]+): (?:command )?not found\s*$/m;

/**
 * Why the zero with which a check ended may hide a failure: behind a pipe only its last program counts, and the shell may have found nothing to run.
 * `undefined`: nothing speaks against it.
 */
export function hiddenFailure(command: string, output: string): string | undefined {
  const [, missing] = NOT_FOUND.exec(output) ?? [];
  if (missing !== undefined) return l10n.t('"{0}" was not found, and the check passed all the same: it may have measured nothing', missing);
  if (ALWAYS.test(command)) return l10n.t('it ends well whatever happens before its last words');
  const last = pipeEnd(command);
  if (last === undefined) return undefined;
  return l10n.t('the exit code is that of "{0}", which ends well whatever it is given: begin the check with "set -o pipefail;"', last);
}

/** The program that decides how a pipe ends, when it cannot fail by what it is given. */
function pipeEnd(command: string): string | undefined {
  if (/\bpipefail\b|\bPIPESTATUS\b/.test(command)) return undefined;
  // Quoted text holds no pipe. Of commands in a row the last decides, and with `&&` each of its parts.
  const plain = command.replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, (quoted) => 'q'.repeat(quoted.length));
  const decisive = plain.split(/[;\n]/).findLast((part) => part.trim() !== '') ?? '';
  const pipes = decisive.split(/&&|\|\|/).map((part) => part.split(/\|&?/));
  return pipes.flatMap((stages) => (stages.length > 1 ? (ALWAYS_WELL.exec(stages.at(-1)?.trim() ?? '') ?? []) : []))[0];
}
