import { Emitter } from '../../../src/core/base/event.ts';
import { RunId, TaskId } from '../../../src/core/model/scalars.ts';
import type { RunNews } from '../../../src/core/runs/runPorts.ts';
import { NewsFeed } from '../../../src/vscode/run/newsFeed.ts';

// The thread of the extension host, as a worker of the page: says so many chunks a second, and sends what the window would send.

interface Order {
  readonly run: string;
  readonly task: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** False sends every chunk by itself. */
  readonly gather: boolean;
}

interface SaidText {
  readonly kind: string;
  readonly text: string;
}

const PARAGRAPH = 40;
const scope = globalThis as unknown as { onmessage: (event: { data: Order }) => void; postMessage(message: unknown): void };

scope.onmessage = ({ data }) => {
  const [run, task] = [RunId.parse(data.run), TaskId.parse(data.task)];
  const news = new Emitter<RunNews>();
  let messages = 0;
  const most = data.perSecond * data.seconds;
  const send = (live: readonly SaidText[]): void => {
    messages += 1;
    scope.postMessage({ type: 'run-progress', run, events: [], live });
    if (live.some(({ text }) => text.includes(`w${most - 1}`))) scope.postMessage({ messages });
  };
  const feed = new NewsFeed(news.event, ({ live }) => send(live));
  feed.follow(run);
  feed.release();
  const began = performance.timeOrigin + performance.now();
  scope.postMessage({ began });
  let said = 0;
  const timer = setInterval(() => {
    const due = Math.min(most, Math.floor(((performance.timeOrigin + performance.now() - began) / 1000) * data.perSecond));
    for (; said < due; said += 1) {
      const text = `w${said}${said % PARAGRAPH === PARAGRAPH - 1 ? '.\n\n' : ' '}`;
      if (data.gather) news.fire({ kind: 'live', run, task, event: { type: 'text-delta', text } });
      else send([{ kind: 'text', text }]);
    }
    if (said === most) clearInterval(timer);
  }, 1);
};
