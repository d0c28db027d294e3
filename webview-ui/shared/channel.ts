import * as l10n from '@vscode/l10n';
import * as z from 'zod';

// The page's policy forbids code from strings; zod would try, and the browser would report it.
z.config({ jitless: true });

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The way between a page and its host. The only one in a page that holds the editor's handle. */
export interface Channel<Request, Update> {
  send(request: Request): void;
  /** Every update that fits the schema, in order. Anything else throws: host and page are of one build. */
  onUpdate(listener: (update: Update) => void): void;
  /** What the page left when it was hidden or reloaded; `undefined` when there is nothing that fits. */
  restore<S extends z.ZodType>(schema: S): z.output<S> | undefined;
  keep(state: unknown): void;
}

/** Opens the channel of this page and sets its language. Call once. */
export function openChannel<Request, S extends z.ZodType>(updates: S): Channel<Request, z.output<S>> {
  const words = document.body.dataset['l10n'];
  if (words !== undefined) l10n.config({ contents: words });
  const editor = acquireVsCodeApi();
  return {
    send: (request) => editor.postMessage(request),
    onUpdate: (listener) => window.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(updates.parse(data))),
    restore: (schema) => {
      const parsed = schema.safeParse(editor.getState());
      return parsed.success ? parsed.data : undefined;
    },
    keep: (state) => editor.setState(state),
  };
}
