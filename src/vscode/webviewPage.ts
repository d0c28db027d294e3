import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type * as z from 'zod';
import type { Disposable } from '../core/base/disposable.ts';
import type { Log } from '../core/base/log.ts';
import { pagePolicy } from './pagePolicy.ts';
import { reportError } from './reportError.ts';

/** The pages of Rota, each a bundle of `webview-ui/<name>/main.tsx`. */
export type PageName = 'board' | 'card' | 'run' | 'health';

interface PageOptions<S extends z.ZodType> {
  readonly name: PageName;
  readonly title: string;
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  /** What the page may ask; anything else is a bug or an attack and is logged, never obeyed. */
  readonly requests: S;
  handle(request: z.output<S>): unknown;
}

/** Loads a page into a webview: nothing remote, no inline script or style, and every message from it parsed on arrival. */
export function showPage<S extends z.ZodType>(webview: vscode.Webview, options: PageOptions<S>): Disposable {
  const dist = vscode.Uri.joinPath(options.extensionUri, 'dist');
  webview.options = { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [dist] };
  const subscription = webview.onDidReceiveMessage((message: unknown) => {
    const parsed = options.requests.safeParse(message);
    if (!parsed.success) options.log.warn(`message of the page "${options.name}" refused: ${parsed.error.message}`);
    else void reportError(options.log, () => options.handle(parsed.data));
  });
  webview.html = pageText(webview, dist, options);
  return subscription;
}

function pageText(webview: vscode.Webview, dist: vscode.Uri, { name, title }: { readonly name: PageName; readonly title: string }): string {
  const nonce = randomBytes(16).toString('base64');
  const address = (...path: string[]): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview', ...path)).toString();
  const policy = pagePolicy(webview.cspSource, nonce);
  const words = vscode.l10n.bundle === undefined ? '' : ` data-l10n="${escapeAttribute(JSON.stringify(vscode.l10n.bundle))}"`;
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address('codicons', 'codicon.css')}">
<link rel="stylesheet" href="${address(`${name}.css`)}">
<title>${escapeAttribute(title)}</title>
</head>
<body${words}><div id="root"></div><script type="module" nonce="${nonce}" src="${address(`${name}.js`)}"></script></body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
