import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCheck } from './scaffold.ts';
import { surroundings, violations } from './violations.ts';

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rota-arch-'));
  folders.push(folder);
  return folder;
}

after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('npm run check', () => {
  it('passes on a product that keeps the rules', async () => {
    const { exitCode, output } = await runCheck(await newFolder(), {});
    assert.equal(exitCode, 0, output);
    assert.deepEqual(
      output
        .match(/^\w+ +\w+/gm)
        ?.map((line) => line.replace(/ +/, ' '))
        .sort(),
      ['budget', 'features', 'format', 'layers', 'lint', 'looks', 'types', 'unused'].map((step) => `ok ${step}`),
    );
  });

  describe('on a product that breaks every rule', () => {
    let output = '';
    before(async () => {
      const planted = Object.fromEntries(violations.map(({ file, content }) => [file, `${content}\n`]));
      const result = await runCheck(await newFolder(), { ...surroundings, ...planted });
      assert.equal(result.exitCode, 1, result.output);
      output = result.output;
    });

    it('fails in every step', () => {
      assert.deepEqual(
        output.match(/^(FAIL|ok  ) \w+/gm)?.sort(),
        ['budget', 'features', 'format', 'layers', 'lint', 'looks', 'types', 'unused'].map((step) => `FAIL ${step}`),
      );
    });

    for (const { rule, reported } of violations) {
      it(`reports ${rule}`, () => assert.ok(reported.test(output), `the check did not say ${reported}`));
    }
  });
});
