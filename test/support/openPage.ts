import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { pagePolicy } from '../../src/vscode/pagePolicy.ts';
import { findChromium, launchChromium } from './editor/chromium.ts';

const root = join(import.meta.dirname, '../..');
const executable = findChromium();

interface PageSource {
  /** TSX of a page; its imports are relative to the project. */
  readonly script: string;
  /** False leaves the content policy away: what is shown then has to be harmless by itself. */
  readonly policy?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** A page of the editor in a browser, with a stand-in for the editor on its other side. */
export interface OpenPage {
  readonly page: Page;
  /** What the page asked for so far. */
  sent(): Promise<unknown[]>;
  /** Tells the page something, as its host would. */
  tell(message: unknown): Promise<void>;
  close(): Promise<void>;
}

/** Why tests with a page are skipped here; false when they can run. */
export const noBrowser =
  executable === undefined && !process.env['CI']
    ? 'There is no Chromium on this machine (install it, or name it in ROTA_CHROMIUM).'
    : false;

export const pageScript = (name: 'board' | 'card' | 'run' | 'health'): string => `import './webview-ui/${name}/main.tsx';`;

/** Opens pages in one browser; close it when the tests of a file are done. */
export async function openPages(): Promise<{ open(source: PageSource): Promise<OpenPage>; close(): Promise<void> }> {
  const browser = await launchChromium(executable ?? '');
  const bundles = new Map<string, ReturnType<typeof bundle>>();
  const bundled = (script: string): ReturnType<typeof bundle> => {
    const known = bundles.get(script) ?? bundle(script);
    bundles.set(script, known);
    return known;
  };
  return { open: async (source) => openPage(browser, source, await bundled(source.script)), close: () => browser.close() };
}

async function openPage(browser: Browser, source: PageSource, files: Map<string, Buffer>): Promise<OpenPage> {
  const nonce = randomBytes(8).toString('hex');
  const server = createServer((request, response) => void answer({ request, response, files, nonce, policy: source.policy !== false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage({ viewport: { width: source.width ?? 800, height: source.height ?? 600 } });
  await page.addInitScript(standIn);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    sent: () => page.evaluate(() => (globalThis as unknown as StandIn).sent),
    tell: (message) =>
      page
        .evaluate((data) => (globalThis as unknown as StandIn).dispatchEvent(new MessageEvent('message', { data })), message)
        .then(() => undefined),
    close: async () => {
      await page.close();
      await new Promise((resolve) => server.close(resolve).closeAllConnections());
    },
  };
}

interface StandIn {
  sent: unknown[];
  state: unknown;
  acquireVsCodeApi(): unknown;
  dispatchEvent(event: MessageEvent): boolean;
}

/** Runs in the page. What a page keeps survives a reload of it, as in the editor. */
function standIn(): void {
  const world = globalThis as unknown as StandIn;
  world.sent = [];
  world.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => world.sent.push(message),
    getState: (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
}

async function bundle(script: string): Promise<Map<string, Buffer>> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: root, loader: 'tsx', sourcefile: 'page.tsx' },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: '/',
    entryNames: 'page',
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, contents }) => [path, Buffer.from(contents)]));
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf', html: 'text/html' };

async function answer(asked: {
  request: IncomingMessage;
  response: ServerResponse;
  files: Map<string, Buffer>;
  nonce: string;
  policy: boolean;
}): Promise<void> {
  const { request, response, files, nonce, policy } = asked;
  const path = new URL(request.url ?? '/', 'http://page').pathname;
  const icons = /^\/(codicon\.(?:css|ttf))$/.exec(path)?.[1];
  const body =
    path === '/'
      ? html(nonce, policy)
      : icons === undefined
        ? files.get(path)
        : await readFile(join(root, 'node_modules/@vscode/codicons/dist', icons));
  if (body === undefined) response.writeHead(404).end();
  else
    response
      .writeHead(200, { 'content-type': `${types[path === '/' ? 'html' : (path.split('.').at(-1) ?? '')]}; charset=utf-8` })
      .end(body);
}

function html(nonce: string, policy: boolean): string {
  const meta = policy ? `<meta http-equiv="Content-Security-Policy" content="${pagePolicy("'self'", nonce)}">` : '';
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">${meta}<link rel="stylesheet" href="/codicon.css"><link rel="stylesheet" href="/page.css"><title>Page</title></head>
<body><div id="root"></div><script type="module" nonce="${nonce}" src="/page.js"></script></body></html>`;
}
