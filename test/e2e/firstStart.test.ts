import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import { startModelServer, type Answer } from '../support/modelServer.ts';
import type { ServedReply } from '../support/modelReplies.ts';

const model = await startModelServer();
after(() => model.close());

/** What the model says for the first card of the example, one reply after the other. */
const replies: readonly ServedReply[] = [
  { text: 'I look at the function first.', toolCalls: [{ name: 'read_file', arguments: { path: 'src/count.js' } }] },
  { text: 'One thing takes no s.', toolCalls: [{ name: 'edit_file', arguments: { path: 'src/count.js', oldText: '${thing}s`', newText: "${thing}${number === 1 ? '' : 's'}`" } }] },
  { text: 'Mended: `count(1, "card")` answers "1 card".' },
];
model.answerEach((request): Answer => {
  if (request.path === '/api/tags') return { body: JSON.stringify({ models: [{ name: 'tiny:1b' }] }), headers: { 'content-type': 'application/json' } };
  const said = ((request.body['messages'] ?? []) as { role: string }[]).filter(({ role }) => role === 'assistant').length;
  return { reply: replies[said] ?? { text: 'Nothing more to say.' } };
});

await describeEditor('The first start', { workspace: 'none', environment: { OLLAMA_HOST: new URL(model.url).host } }, (running) => {
  it('leads from an empty profile to a card that is done', async () => {
    const { editor, server } = running();
    const start = performance.now();
    let steps = 0;
    /** Something that a person does: a click, a key, a choice. */
    const step = async <T>(act: Promise<T>): Promise<T> => {
      steps += 1;
      return act;
    };
    const walkthrough = (window: Editor): ReturnType<Editor['page']['locator']> => window.page.locator('.gettingStartedContainer');

    await step(editor.command('Rota: Get Started'));
    await walkthrough(editor).getByText('Choose a model').first().waitFor();
    await editor.screenshot('start-1-walkthrough');
    await step(walkthrough(editor).getByRole('button', { name: 'Choose Model' }).click());
    await step(editor.pick('tiny:1b'));
    await editor.notification('Chosen: tiny:1b');
    await walkthrough(editor).getByRole('checkbox', { checked: true }).first().waitFor();
    await editor.screenshot('start-2-model');
    await walkthrough(editor).getByText('Run a card where nothing can break').click();
    const window = await step(editor.windowOpenedBy(() => walkthrough(editor).getByRole('button', { name: 'Try It on an Example' }).click()));
    const board = await window.frame('.column');
    await board.getByRole('row', { name: /Say "1 card"/ }).waitFor();
    await window.screenshot('start-3-example');
    await step((await window.notification('This copy is yours')).getByRole('button', { name: 'Run Card #1' }).click());
    const run = await window.frame('[aria-label="Log of the run"]');
    await run.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    await window.screenshot('start-4-approve');
    await step(run.getByRole('button', { name: 'Approve', exact: true }).press('Enter'));
    await eventually(async () => assert.match(await rotaBeside(server, window.folder, 'task', 'show', '1'), /done/));
    console.log(`first card from an empty profile: ${steps} steps, ${((performance.now() - start) / 1000).toFixed(1)} s`);
    await window.screenshot('start-5-done');
  });
});
