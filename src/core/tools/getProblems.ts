import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import type { WorkPath } from '../model/effect.ts';
import type { FileProblems, Problem } from './editorServices.ts';
import { nameOf, pathInput, readEffect } from './fileEffects.ts';
import { shownLine } from './shownText.ts';
import { requireEditor } from './symbolPlace.ts';
import { defineTool, fileKey } from './tool.ts';

/** Each file is shown in the editor for a moment. */
const MAX_FILES = 20;
const MAX_PROBLEMS = 100;
const ORDER: readonly Problem['severity'][] = ['error', 'warning', 'information', 'hint'];

export const getProblems = defineTool({
  name: 'get_problems',
  description: `See the errors and warnings that the editor's language tools report for files: those you name, or all that you changed in this run. At most ${MAX_FILES} files. A file that was not measured may still have problems.`,
  input: z.object({
    paths: z.array(pathInput).max(MAX_FILES).optional().describe('Files; without them those that you changed in this run'),
  }),
  needsEditor: true,

  async prepare({ paths = [] }, context) {
    const { workArea, signal } = context;
    const editor = requireEditor(context);
    const named = await Promise.all(paths.map((path) => workArea.resolve(path)));
    const all = new Map((named.length > 0 ? named : context.touched()).map((at) => [fileKey(at), at]));
    if (all.size === 0) throw new ToolError('You have not changed a file in this run. Name the files to look at.');
    const files = [...all.values()].slice(0, MAX_FILES);
    const names = files.map((at) => nameOf(at, workArea)).join(', ');
    return {
      summary: `Look at the problems of ${names}`,
      effects: files.map(readEffect),
      async run() {
        const present: WorkPath[] = [];
        const gone: FileProblems[] = [];
        for (const at of files)
          if (await workArea.read(at)) present.push(at);
          else gone.push({ at, unmeasured: 'there is no such file' });
        const report = shownProblems([...(await editor.problems(present, signal)), ...gone], (at) => nameOf(at, workArea));
        return all.size > files.length
          ? `${report}\nNot measured: ${all.size - files.length} more changed files. Name them to look at them.`
          : report;
      },
    };
  },
});

function shownProblems(files: readonly FileProblems[], name: (at: WorkPath) => string): string {
  const measured = files.flatMap((file) => ('problems' in file ? [file] : []));
  const unmeasured = files.flatMap((file) => ('unmeasured' in file ? [`${name(file.at)} (${file.unmeasured})`] : []));
  const problems = measured.flatMap(({ at, problems: found }) => found.map((problem) => ({ at, ...problem })));
  problems.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const lines = problems.slice(0, MAX_PROBLEMS).map(({ at, line, column, severity, message, source }) => {
    const by = source === '' ? '' : ` [${source}]`;
    return `${name(at)}:${line}:${column}: ${severity}: ${shownLine(message.replaceAll(/\s*\n\s*/g, ' '))}${by}`;
  });
  if (problems.length > MAX_PROBLEMS) lines.push(`(${problems.length - MAX_PROBLEMS} more problems)`);
  if (measured.length > 0) {
    const counts = ORDER.map((severity) => [problems.filter((problem) => problem.severity === severity).length, severity] as const).filter(
      ([count]) => count > 0,
    );
    const sum =
      counts.length === 0
        ? 'no problems'
        : counts
            .map(([count, severity]) => `${count} ${severity === 'information' ? 'information' : count === 1 ? severity : `${severity}s`}`)
            .join(', ');
    lines.push(`Measured: ${measured.map(({ at }) => name(at)).join(', ')}: ${sum}.`);
  }
  if (unmeasured.length > 0) lines.push(`Not measured, so nothing is known: ${unmeasured.join('; ')}.`);
  return lines.join('\n');
}
