import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { bundleViews } from '../../../scripts/bundle.ts';
import type { PageName } from '../../../src/vscode/webviewPage.ts';
import type { Theme } from '../editor/editorSettings.ts';
import { themeStyle } from './themes.ts';

const root = join(import.meta.dirname, '../../..');
const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' };

/** The built pages over loopback, each with the policy and the style that the editor gives it. */
export class PageServer {
  readonly #server: Server;
  readonly #folder: string;

  private constructor(server: Server, folder: string) {
    this.#server = server;
    this.#folder = folder;
  }

  /** Builds the pages and serves them. */
  static async start(): Promise<PageServer> {
    const folder = join(root, '.tmp/pages', String(process.pid));
    await bundleViews(root, folder);
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://page');
      const path = normalize(url.pathname).replace(/^[/\\]+/, '');
      const answer = path.endsWith('.html')
        ? pageText(path.slice(0, -5), (url.searchParams.get('theme') ?? 'dark') as Theme)
        : fileOf(folder, path);
      answer.then(
        (body) =>
          response
            .writeHead(200, {
              'content-type': path.endsWith('.html') ? 'text/html; charset=utf-8' : (types[path.split('.').at(-1) ?? ''] ?? 'text/plain'),
            })
            .end(body),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PageServer(server, folder);
  }

  url(page: PageName, theme: Theme = 'dark'): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${page}.html?theme=${theme}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function fileOf(folder: string, path: string): Promise<Buffer> {
  const icons = /^codicons\/(codicon\.(?:css|ttf))$/.exec(path)?.[1];
  return readFile(icons === undefined ? join(folder, path) : join(root, 'node_modules/@vscode/codicons/dist', icons));
}

/** As `src/vscode/webviewPage.ts` writes it; the theme comes as the editor brings it, from outside the policy. */
async function pageText(page: string, theme: Theme): Promise<string> {
  const { css, bodyClass } = await themeStyle(theme);
  const policy = `default-src 'none'; script-src 'nonce-page'; style-src 'self' 'nonce-theme'; font-src 'self'; img-src 'self' data:; connect-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="theme">${css}</style><link rel="stylesheet" href="/codicons/codicon.css"><link rel="stylesheet" href="/${page}.css"><title>${page}</title></head>
<body class="${bodyClass}"><div id="root"></div><script type="module" nonce="page" src="/${page}.js"></script></body></html>`;
}
