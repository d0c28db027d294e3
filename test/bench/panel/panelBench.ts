import { join } from 'node:path';
import { build } from 'esbuild';
import { createFlow } from '../../support/flowApp.ts';
import { openPages, pageScript, type OpenPage } from '../../support/openPage.ts';
import { scriptedModel } from '../../support/scriptedModel.ts';
import { shownRun } from '../../support/shownRun.ts';
import type { Machine } from '../machine.ts';
import { again, within } from '../patience.ts';
import { atMost, type Gate } from '../verdict.ts';

const CHUNKS = 4_000;
const SECONDS = 4;
/** A page that is this far behind (seconds) is not waited for. */
const PATIENCE = 40;

interface Figures {
  /** Milliseconds between a chunk and the frame that shows it. */
  readonly lag: number;
  readonly messages: number;
  readonly frame: number;
  /** Seconds after the last chunk until all was shown. */
  readonly behind: number;
}

/** What most panels do: a message for each chunk, and all of the text drawn anew for each message. */
const plainPanel = `
  import { render } from 'preact';
  import { Markdown } from './webview-ui/shared/Markdown.tsx';
  let text = '';
  addEventListener('message', ({ data }) => {
    if (data.type !== 'run-progress') return;
    for (const part of data.live) text += part.text;
    render(<div class="message live"><Markdown text={text} /></div>, document.getElementById('root'));
  });`;

/** The run page under a fast model, beside a plain one. */
export async function panelBench(machine: Machine): Promise<Gate[]> {
  const source = await bundleSource();
  const snapshot = await runningRun();
  const measureIn = (script: string, gather: boolean): Promise<Figures> =>
    again('a run panel', async () => {
      const pages = await again('the browser', openPages);
      try {
        const opened = await pages.open({ script, policy: false });
        for (let count = 0; count < 3; count += 1) machine.sample();
        return await within('a run panel', measure(opened, source, { snapshot, gather }));
      } finally {
        await pages.close();
        machine.sample();
      }
    });
  const ours = await measureIn(pageScript('run'), true);
  const plain = await measureIn(plainPanel, false);
  console.log(`\nRun panel: ${CHUNKS} chunks a second for ${SECONDS} s\n`);
  console.log('                         lag p95    frame p95   messages/s   behind at the end');
  for (const [name, { lag, frame, messages, behind }] of Object.entries({ Rota: ours, 'a message for each chunk': plain })) {
    console.log(
      `${name.padEnd(25)}${lag.toFixed(0).padStart(5)} ms ${frame.toFixed(0).padStart(8)} ms ${messages.toFixed(0).padStart(10)} ${behind.toFixed(1).padStart(12)} s`,
    );
  }
  return [atMost('lag p95, ms', ours.lag, 300), atMost('messages a second', ours.messages, 60)];
}

async function runningRun(): Promise<Awaited<ReturnType<typeof shownRun>>> {
  const flow = await createFlow({ model: scriptedModel({ text: 'Done.' }) });
  const card = await flow.add({ title: 'Write' });
  await flow.execute(card);
  const shown = await shownRun(flow, card);
  return {
    ...shown,
    events: shown.events.slice(0, 3),
    head: { ...shown.head, run: { ...shown.head.run, status: 'running', endedAt: null } },
  };
}

async function bundleSource(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'chunkSource.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

async function measure(
  opened: OpenPage,
  source: string,
  { snapshot, gather }: { snapshot: Awaited<ReturnType<typeof shownRun>>; gather: boolean },
): Promise<Figures> {
  await opened.tell(snapshot);
  const order = { run: snapshot.head.run.id, task: snapshot.head.card.id, perSecond: CHUNKS, seconds: SECONDS, gather };
  const figures = await opened.page.evaluate<Figures>(inPage(source, order));
  await opened.close();
  return figures;
}

/** Looks at every frame which chunk is the last one shown. */
function inPage(source: string, order: { readonly perSecond: number; readonly seconds: number }): string {
  const last = order.perSecond * order.seconds - 1;
  return `new Promise((resolve) => {
    const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(source)}], { type: 'text/javascript' })));
    const lags = [], frames = [];
    let began, messages = 0, before = performance.now();
    worker.onmessage = ({ data }) => {
      if ('began' in data) began = data.began;
      else if ('messages' in data) messages = data.messages;
      else dispatchEvent(new MessageEvent('message', { data }));
    };
    const percentile = (values) => values.sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
    const look = (now) => {
      frames.push(now - before);
      before = now;
      const blocks = document.querySelectorAll('.message.live p');
      const words = blocks.length === 0 ? '' : blocks[blocks.length - 1].textContent;
      const shown = Number(/w(\\d+)[.\\s]*$/.exec(words)?.[1] ?? -1);
      const at = performance.timeOrigin + performance.now();
      if (began !== undefined && shown < ${last}) lags.push(at - began - ((shown + 1) / ${order.perSecond}) * 1000);
      const behind = (at - began) / 1000 - ${order.seconds};
      if ((shown === ${last} && messages > 0) || behind > ${PATIENCE}) resolve({ lag: percentile(lags), frame: percentile(frames), messages: messages / ${order.seconds}, behind });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    worker.postMessage(${JSON.stringify(order)});
  })`;
}
