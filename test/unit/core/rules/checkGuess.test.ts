import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CheckSpec } from '../../../../src/core/model/check.ts';
import { guessChecks } from '../../../../src/core/rules/checkGuess.ts';

const commands = (manifest: object | string, ...lockFiles: string[]): string[] =>
  guessChecks(typeof manifest === 'string' ? manifest : JSON.stringify(manifest), lockFiles).map((spec) =>
    spec.kind === 'command' ? spec.command : spec.kind,
  );

describe('guessing checks from package.json', () => {
  it('offers the scripts that say whether work is good, the tests first', () => {
    const scripts = {
      start: 'node .',
      build: 'tsc',
      lint: 'eslint .',
      test: 'node --test',
      typecheck: 'tsc --noEmit',
      check: 'node check.mjs',
      deploy: 'sh deploy.sh',
    };
    assert.deepEqual(commands({ scripts }, 'package-lock.json'), [
      'npm test',
      'npm run check',
      'npm run typecheck',
      'npm run lint',
      'npm run build',
    ]);
  });

  it('speaks to the package manager whose lock file is there', () => {
    const manifest = { scripts: { test: 'x', lint: 'y' } };
    assert.deepEqual(commands(manifest), ['npm test', 'npm run lint']);
    assert.deepEqual(commands(manifest, 'pnpm-lock.yaml'), ['pnpm test', 'pnpm run lint']);
    assert.deepEqual(commands(manifest, 'yarn.lock'), ['yarn test', 'yarn run lint']);
    assert.deepEqual(commands(manifest, 'bun.lockb'), ['bun run test', 'bun run lint']);
  });

  it('believes the manager that the file states before any lock file, and no manager that it does not know', () => {
    assert.deepEqual(commands({ packageManager: 'pnpm@9.1.0+sha512.0', scripts: { test: 'x' } }, 'package-lock.json'), ['pnpm test']);
    assert.deepEqual(commands({ packageManager: 'evil; rm -rf .@1', scripts: { test: 'x' } }, 'yarn.lock'), ['yarn test']);
  });

  it('offers no script that never ends, is empty or only says that there is none', () => {
    const scripts = {
      test: 'echo "Error: no test specified" && exit 1',
      check: 'tsc --noEmit --watch',
      lint: ' ',
      build: 'webpack --mode development -w',
      typecheck: 'jest --watchAll=false && npm run lint -w app',
    };
    assert.deepEqual(commands({ scripts }), ['npm run typecheck']);
  });

  it('offers nothing for what is no package.json, and passes over scripts that are no text', () => {
    for (const text of ['', '{', 'null', '[]', '{"scripts":7}', '{"scripts":{"test":1}}', '{"scripts":{"__proto__":"x"}}'])
      assert.deepEqual(commands(text), [], text);
    assert.deepEqual(commands({ packageManager: 7, scripts: { test: {}, lint: 'eslint .' } }), ['npm run lint']);
  });

  it('makes specs that a card accepts as they are', () => {
    for (const spec of guessChecks('{"scripts":{"test":"x"}}', [])) assert.deepEqual(CheckSpec.parse(spec), spec);
  });
});
