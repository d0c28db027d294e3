import type { Browser } from 'playwright-core';
import { builtExtension } from './builtExtension.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { Editor } from './editor.ts';
import { EditorServer } from './editorServer.ts';
import { editorSettings, type Settings, type Theme } from './editorSettings.ts';
import { editorVersion, installEditor } from './installEditor.ts';

/** How an editor is started. Everything is optional: without it, a quiet dark editor with an empty workspace that is trusted. */
export interface EditorOptions {
  /** Files of the workspace, a folder to copy, or `none` for a window without a folder. */
  readonly workspace?: Readonly<Record<string, string>> | string | 'none';
  readonly theme?: Theme;
  /** Leaves workspace trust on, so that the workspace opens in Restricted Mode. */
  readonly restricted?: boolean;
  readonly settings?: Settings;
  /** Environment of the editor and of all that it starts. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Other extensions than the built one. */
  readonly vsix?: readonly string[];
}

/** A running editor: its first window, and the means for more. */
export interface RunningEditor {
  readonly editor: Editor;
  readonly server: EditorServer;
  /** Another window of the same server, in a browser profile of its own. */
  openWindow(folder: string | undefined): Promise<Editor>;
  /** Ends every process and removes every file. */
  close(): Promise<void>;
}

/** Starts a real VS Code with the built extension and opens it in a browser. */
export async function startEditor(options: EditorOptions = {}): Promise<RunningEditor> {
  const { workspace = {}, theme = 'dark', restricted = false } = options;
  const executable = findChromium();
  if (executable === undefined) throw new Error('There is no Chromium on this machine: install it, or set ROTA_CHROMIUM.');
  const server = await EditorServer.start({
    editor: await installEditor(editorVersion(), (line) => console.error(line)),
    vsix: options.vsix ?? [await builtExtension()],
    settings: editorSettings(theme, restricted, options.settings ?? {}),
    restricted,
    environment: options.environment ?? {},
  });
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server.close();
  };
  try {
    const launched = (browser = await launchChromium(executable));
    const openWindow = async (folder: string | undefined): Promise<Editor> => {
      const context = await launched.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
      return Editor.open(server, context, folder);
    };
    const editor = await openWindow(workspace === 'none' ? undefined : await server.makeFolder(workspace));
    return { editor, server, openWindow, close };
  } catch (error) {
    await close();
    throw error;
  }
}
