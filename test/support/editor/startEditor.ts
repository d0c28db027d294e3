import type { Browser } from 'playwright-core';
import { builtExtension } from './builtExtension.ts';
import { openBrowser } from './chromium.ts';
import { builtDoor } from './door/builtDoor.ts';
import { Editor } from './editor.ts';
import { EditorServer } from './editorServer.ts';
import { editorSettings, type Settings, type Theme } from './editorSettings.ts';
import { killIfThere } from './hostProcesses.ts';
import { editorVersion, installEditor } from './installEditor.ts';
import { borrowServer } from './serverPool.ts';

/** How an editor is started. Everything is optional: without it, a quiet dark editor with an empty workspace that is trusted. */
export interface EditorOptions {
  /** Files of the workspace, a folder to copy, or `none` for a window without a folder. */
  readonly workspace?: Readonly<Record<string, string>> | string | 'none';
  /** Makes in the workspace folder what the tests find there, such as a board with an agent, before a window opens it. */
  readonly prepare?: (folder: string, server: EditorServer) => Promise<void>;
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
  /** The first window; another one after `renew`. */
  readonly editor: Editor;
  readonly server: EditorServer;
  /** The first window, with its own folder open again if a test took it elsewhere. */
  atHome(): Promise<Editor>;
  /** Brings the windows that stay open to the state in which each test finds them; names what had to be closed or put back. */
  settle(): Promise<string[]>;
  /** Another window on the folder of the first. It stays open for the tests that follow, as the first one does. */
  secondWindow(): Promise<Editor>;
  /** Another window of the same server, in a browser profile of its own, until the test ends. */
  openWindow(folder: string | undefined): Promise<Editor>;
  /** Closes the windows that were opened for one test. */
  closeFurtherWindows(): Promise<void>;
  /** Begins anew: a new window with a new workspace folder and board, in a new browser profile. */
  renew(): Promise<void>;
  /** Ends all windows and removes every file. */
  close(): Promise<void>;
}

/** Starts a real VS Code with the built extension, or takes one that runs already, and opens it in a browser. */
export async function startEditor(options: EditorOptions = {}): Promise<RunningEditor> {
  const { workspace = {}, theme = 'dark', restricted = false } = options;
  const borrowed = await borrowServer({
    editor: await installEditor(editorVersion(), (line) => console.error(line)),
    vsix: [...(options.vsix ?? [await builtExtension()]), await builtDoor()],
    restricted,
    environment: options.environment ?? {},
  });
  let browser: Browser | undefined;
  let server: EditorServer | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.close();
    await borrowed.giveBack();
  };
  try {
    const used = (server = await EditorServer.use(borrowed.started, editorSettings(theme, restricted, options.settings ?? {})));
    const opened = (browser = await openBrowser());
    const openWindow = async (folder: string | undefined): Promise<Editor> => {
      const context = await opened.newContext({ permissions: ['clipboard-read', 'clipboard-write'], reducedMotion: 'reduce' });
      return Editor.open(used, context, folder);
    };
    const openFirst = async (): Promise<Editor> => {
      if (workspace === 'none') return openWindow(undefined);
      const folder = await used.makeFolder(workspace);
      await options.prepare?.(folder, used);
      return openWindow(folder);
    };
    return windows({ server: used, openWindow, first: await openFirst(), openFirst, close });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts extends Pick<RunningEditor, 'server' | 'openWindow' | 'close'> {
  readonly first: Editor;
  openFirst(): Promise<Editor>;
}

function windows({ server, openWindow, first, openFirst, close }: Parts): RunningEditor {
  let editor = first;
  let home = first.folder;
  let second: Editor | undefined;
  const further: Editor[] = [];
  const closeFurtherWindows = async (): Promise<void> => {
    for (const window of further.splice(0)) await window.close();
  };
  return {
    get editor() {
      return editor;
    },
    server,
    atHome: async () => {
      if (editor.folder !== home) await editor.openFolder(home || undefined);
      return editor;
    },
    settle: async () => [...(await editor.settle()), ...((await second?.settle()) ?? [])],
    secondWindow: async () => (second ??= await openWindow(home)),
    openWindow: async (folder) => {
      const window = await openWindow(folder);
      further.push(window);
      return window;
    },
    closeFurtherWindows,
    renew: async () => {
      await closeFurtherWindows();
      await second?.close();
      second = undefined;
      await editor.close();
      for (const host of server.extensionHosts()) killIfThere(host);
      await server.restoreSettings();
      editor = await openFirst();
      home = editor.folder;
    },
    close,
  };
}
