import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { ToolError } from '../../../../src/core/base/errors.ts';
import { openNodeWorkArea } from '../../../../src/node/nodeWorkArea.ts';
import { tempFolder, writeFiles } from '../../../support/tempFolder.ts';

/** Puts a link in the place of a folder and takes it away, as fast as it can. */
const SWAPPER = `
const fs = require('fs');
const cell = new Int32Array(new SharedArrayBuffer(4));
const [folder, aside, outside] = process.argv.slice(1);
// The writer may make the folder anew while it is away.
function certainly(act) {
  for (;;) try { return act(); } catch { try { fs.rmSync(folder, { recursive: true, force: true }); } catch {} }
}
function swap() {
  for (let round = 0; round < 50; round += 1) {
    fs.renameSync(folder, aside); certainly(() => fs.symlinkSync(outside, folder));
    fs.unlinkSync(folder); certainly(() => fs.renameSync(aside, folder));
    if (round % 25 === 0) Atomics.wait(cell, 0, 0, 40); // now and then the writer wins
  }
  setImmediate(swap);
}
process.stdout.write('ready');
swap();`;

for (const holding of process.platform === 'linux' ? (['descriptor', 'path'] as const) : (['path'] as const)) {
  test(`while a folder is swapped with a link, nothing outside is read or written (held by ${holding})`, {
    skip: process.platform === 'win32',
  }, async (context) => {
    const folder = await tempFolder(context);
    const place = (name: string): string => path.join(folder, name);
    await writeFiles(folder, { 'app/src/a.txt': 'inside', 'outside/a.txt': 'outside', 'app/x.txt': '' });
    const work = await openNodeWorkArea({
      roots: [{ name: 'app', folder: place('app') }],
      trash: place('trash'),
      descriptors: holding === 'descriptor',
    });
    const swapper = spawn(process.execPath, ['-e', SWAPPER, place('app/src'), place('app/aside'), place('outside')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = new Promise((resolve) => swapper.once('exit', resolve));
    await new Promise((resolve) => swapper.stdout.once('data', resolve));
    const counts = { attempts: 0, written: 0, read: 0, refused: 0 };
    const at = { root: 'app', path: 'src/a.txt' };
    const attempt = async (act: () => Promise<void>): Promise<void> => {
      counts.attempts += 1;
      await act().catch((error: unknown) => {
        if (!(error instanceof ToolError)) throw error;
        counts.refused += 1;
      });
    };
    try {
      const began = performance.now();
      const goesOn = (): boolean => {
        const passed = performance.now() - began;
        if (passed < 2500 && counts.attempts < 6000) return true;
        // On a busy machine it takes longer until each side has won once.
        return passed < 60_000 && (counts.written === 0 || counts.refused === 0);
      };
      while (goesOn()) {
        await attempt(async () => {
          const found = await work.read(at);
          assert.notEqual(Buffer.from(found?.bytes ?? []).toString(), 'outside');
          if (!found) return;
          counts.read += 1;
          await work.apply({ at, baseHash: found.hash, after: Buffer.from(`agent ${counts.attempts}`) });
          counts.written += 1;
        });
        await attempt(
          async () =>
            void (await work.apply({
              at: { root: 'app', path: `src/new${counts.attempts}` },
              baseHash: null,
              after: Buffer.from('agent'),
            })),
        );
      }
    } finally {
      swapper.kill('SIGKILL');
      await ended;
    }
    context.diagnostic(JSON.stringify(counts));
    assert.ok(counts.written > 0 && counts.refused > 0, `the race was lost and won: ${JSON.stringify(counts)}`);
    const outside = await Promise.all(
      (await readdir(place('outside'))).sort().map(async (name) => [name, await readFile(place(`outside/${name}`), 'utf8')]),
    );
    // Held by its path only, a folder may be swapped just before a draft is made: it stays behind, without content.
    const stranded = holding === 'path' ? outside.filter(([name, text]) => name?.endsWith('.tmp') && text === '') : [];
    assert.deepEqual(
      outside.filter((file) => !stranded.includes(file)),
      [['a.txt', 'outside']],
    );
  });
}
