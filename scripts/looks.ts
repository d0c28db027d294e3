import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Colours that follow the theme, or none at all. */
const named =
  'aqua|black|blue|brown|crimson|cyan|fuchsia|gold|gray|green|grey|indigo|lime|magenta|maroon|navy|olive|orange|pink|purple|red|silver|teal|tomato|violet|white|yellow';
const inStyle: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [/#[0-9a-f]{3,8}\b/i, 'a colour of its own'],
  [/\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(/i, 'a colour of its own'],
  [new RegExp(`[:\\s,(](?:${named})\\b(?![-\\w(])`, 'i'), 'a colour of its own'],
  [/gradient\(/i, 'a gradient'],
  [/url\((?!["']?data:)/i, 'something to load'],
];
const inPage: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [/['"`]#[0-9a-f]{6}(?:[0-9a-f]{2})?['"`]/i, 'a colour of its own'],
  [/\b(?:rgba?|hsla?|oklch)\(\s*[\d.]/i, 'a colour of its own'],
  [/dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML/, 'text written as HTML'],
];

/** The pages take every colour from the theme, load nothing, and write no text as HTML. */
export async function checkLooks(root: string): Promise<{ passed: boolean; note: string; report: string }> {
  const faults: string[] = [];
  let files = 0;
  for await (const found of glob('webview-ui/**/*.{css,ts,tsx}', { cwd: root })) {
    files += 1;
    const path = found.replaceAll('\\', '/');
    const text = withoutComments(await readFile(join(root, path), 'utf8'));
    const rules = path.endsWith('.css') ? inStyle : inPage;
    for (const [index, line] of text.split('\n').entries()) {
      const value = path.endsWith('.css') ? valueOf(line) : line;
      for (const [pattern, fault] of rules) if (pattern.test(value)) faults.push(`${path}:${index + 1}: ${fault}: ${line.trim()}`);
    }
  }
  return { passed: faults.length === 0, note: `${files} files of pages`, report: faults.join('\n') };
}

/** The part of a style line that may hold a colour: not its selector. */
function valueOf(line: string): string {
  const colon = line.indexOf(':');
  return colon < 0 || /\{\s*$/.test(line) ? '' : line.slice(colon);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
}
