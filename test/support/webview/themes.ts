import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Theme } from '../editor/editorSettings.ts';

const Themes = z.record(z.string(), z.record(z.string(), z.string()));

/** The variables that the editor gives its pages in a theme, as it gave them once, and the class it puts on the body. */
export async function themeStyle(theme: Theme): Promise<{ readonly css: string; readonly bodyClass: string }> {
  const all = Themes.parse(JSON.parse(await readFile(join(import.meta.dirname, 'themes.json'), 'utf8')));
  const { body = '', ...variables } = all[theme] ?? {};
  const lines = Object.entries(variables).map(([name, value]) => `${name}: ${value};`);
  return { css: `html { ${lines.join(' ')} background: var(--vscode-editor-background); }`, bodyClass: body };
}
