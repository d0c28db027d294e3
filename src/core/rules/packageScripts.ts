import * as z from 'zod';
import { parseJson } from '../base/json.ts';

const Package = z.object({ scripts: z.record(z.string(), z.string()) });
const RUNNER = /\b(npm|pnpm|yarn|bun|node\s+--run)\b/;
const SHORT: Readonly<Record<string, string>> = { t: 'test', tst: 'test' };

/** A command with the package scripts that it runs, also through one another, behind it: what they name is its ground too. */
export function withPackageScripts(command: string, packageJson: string): string {
  const scripts = new Map(Object.entries(parseJson(Package, packageJson)?.scripts ?? {}));
  const texts = [command];
  for (const text of texts) {
    if (!RUNNER.test(text)) continue;
    for (const name of text.split(/[\s'"`;&|()]+/).map((word) => SHORT[word] ?? word)) {
      for (const each of [`pre${name}`, name, `post${name}`]) {
        const script = scripts.get(each);
        if (script !== undefined) texts.push(script);
        scripts.delete(each);
      }
    }
  }
  return texts.join(' ');
}
