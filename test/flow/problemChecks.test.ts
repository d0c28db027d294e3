import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CheckSpec } from '../../src/core/model/check.ts';
import type { EditorServices } from '../../src/core/tools/editorServices.ts';
import { fakeEditor } from '../support/fakeEditor.ts';
import { createFlow, type Flow } from '../support/flowApp.ts';
import { call, scriptedModel } from '../support/scriptedModel.ts';

const files = { 'src/add.js': 'ERR a - b\n', 'src/other.js': 'ok\n' };
const command: CheckSpec = { kind: 'command', command: 'npm test', timeLimit: 60 };
const commands = { 'npm test': (area: Flow['files']) => ({ exitCode: area.text('src/add.js')?.includes('a + b') ? 0 : 1, output: '' }) };
const write = (content: string, path = 'src/add.js'): Parameters<typeof scriptedModel> => [
  { toolCalls: [call('read_file', { path: 'src/add.js' })] },
  { toolCalls: [call('write_file', { path, content })] },
  { text: 'Done.' },
];

/** An editor to which every `ERR` in a file is an error. */
function aFlow(options: { steps: Parameters<typeof scriptedModel>; editor?: Partial<EditorServices> | 'none' }): {
  flow: Promise<Flow>;
  asked: string[];
} {
  const asked: string[] = [];
  let area: Flow['files'] | undefined;
  const editor = fakeEditor({
    problems: (wanted) => {
      asked.push(...wanted.map(({ path }) => path));
      const problem = { line: 1, column: 1, severity: 'error', message: 'it is wrong', source: 'x' } as const;
      return Promise.resolve(
        wanted.map((at) => ({ at, problems: Array.from((area?.text(at.path) ?? '').matchAll(/ERR/g), () => problem) })),
      );
    },
    ...(options.editor === 'none' ? {} : options.editor),
  });
  const flow = createFlow({ files, commands, model: scriptedModel(...options.steps), ...(options.editor !== 'none' && { editor }) });
  return {
    asked,
    flow: flow.then((made) => {
      area = made.files;
      return made;
    }),
  };
}

describe('a check of problems', () => {
  it('stands beside a check that proves the work: not worse than before is done', async () => {
    const { flow, asked } = aFlow({ steps: write('ERR a + b\n') });
    const { add, execute } = await flow;
    const [done] = await execute(await add({ title: 'Fix add', checks: [command, { kind: 'problems' }] }));
    assert.equal(done?.status, 'done');
    assert.deepEqual(
      [done?.checks[1]?.baseline?.errors, done?.checks[1]?.latest?.summary],
      [{ 'src/add.js': 1 }, '1 error in 1 file, 1 before'],
    );
    assert.deepEqual(asked, ['src/add.js', 'src/add.js'], 'only what the run wrote, before and after');
  });

  it('sends new errors back to the agent, with their places', async () => {
    const { flow } = aFlow({
      steps: [
        ...write('ERR ERR a + b\n'),
        { toolCalls: [call('write_file', { path: 'src/add.js', content: 'a + b\n' })] },
        { text: 'Mended.' },
      ],
    });
    const { add, execute, log } = await flow;
    const card = await add({ title: 'Fix add', checks: [command, { kind: 'problems' }] });
    const [done] = await execute(card);
    assert.equal(done?.status, 'done');
    const prompts = (await log(card)).flatMap(({ body }) => (body.type === 'prompt' ? [body.text] : []));
    assert.match(prompts.at(-1) ?? '', /no new problems in the changed files: 2 errors in 1 file, 1 before\nsrc\/add\.js:1:1: it is wrong/);
  });

  it('counts a new file as one without errors before', async () => {
    const { flow } = aFlow({ steps: [...write('ERR\n', 'src/new.js'), { text: 'I give up.' }, { text: 'No.' }, { text: 'No.' }] });
    const { add, execute } = await flow;
    const [card] = await execute(await add({ title: 'Add', checks: [{ kind: 'problems' }] }));
    assert.deepEqual([card?.status, card?.checks[0]?.latest?.passed, card?.checks[0]?.latest?.unmeasured], ['failed', false, undefined]);
  });

  it('measures the files of its pattern before and after, and proves nothing alone', async () => {
    const { flow, asked } = aFlow({ steps: write('a + b\n') });
    const { add, execute } = await flow;
    const [card] = await execute(await add({ title: 'Fix add', checks: [{ kind: 'problems', pattern: 'src/*.js' }] }));
    assert.deepEqual([card?.status, card?.statusReason], ['review', 'Every check was already passing before the agent started.']);
    assert.deepEqual(asked, ['src/add.js', 'src/other.js', 'src/add.js', 'src/other.js']);
  });

  it('is not measured without an editor, which is no pass', async () => {
    const { flow } = aFlow({ steps: write('a + b\n'), editor: 'none' });
    const { add, execute } = await flow;
    const [card] = await execute(await add({ title: 'Fix add', checks: [command, { kind: 'problems', pattern: 'src/*.js' }] }));
    assert.equal(card?.status, 'review');
    assert.match(card?.statusReason ?? '', /^Not measured: no new problems in src\/\*\.js \(this needs the editor\)/);
    assert.equal(card?.checks[1]?.baseline, null, 'an editor may still measure it');
  });

  it('is not measured when language tools keep silent, or when the run wrote nothing', async () => {
    const silent = aFlow({
      steps: write('a + b\n'),
      editor: { problems: (wanted) => Promise.resolve(wanted.map((at) => ({ at, unmeasured: 'no language tool reported about it' }))) },
    });
    const first = await silent.flow;
    const [card] = await first.execute(await first.add({ title: 'Fix add', checks: [command, { kind: 'problems' }] }));
    assert.match(card?.statusReason ?? '', /src\/add\.js \(no language tool reported about it\)/);
    const idle = await aFlow({ steps: [{ text: 'Nothing to do.' }] }).flow;
    const [other] = await idle.execute(await idle.add({ title: 'Look', checks: [{ kind: 'problems' }] }));
    assert.match(other?.statusReason ?? '', /there is no file to look at/);
  });

  it('offers the tools of the editor to models only where there is one', async () => {
    const offered = async (editor: 'none' | undefined): Promise<string[]> => {
      const model = scriptedModel({ text: 'Done.' });
      const { add, execute } = await createFlow({ files, model, ...(editor === undefined && { editor: fakeEditor({}) }) });
      await execute(await add({ title: 'Look' }));
      return model.requests[0]?.tools.map(({ name }) => name) ?? [];
    };
    assert.ok((await offered(undefined)).includes('get_problems'));
    const headless = await offered('none');
    assert.ok(headless.includes('read_file') && !headless.includes('get_problems') && !headless.includes('rename_symbol'));
  });
});
