import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CharacterStream } from '../../../src/node/processes/characterStream.ts';
import { OutputBuffer } from '../../../src/node/processes/outputBuffer.ts';
import { aCommand, aRunner, until } from '../../support/processes.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const KEPT = 256 * 1024;

test('characters that a chunk border tears come out whole', () => {
  const text = 'añ€𝄞'.repeat(50);
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 3, 5]) {
    let seen = '';
    const stream = new CharacterStream((part) => (seen += part.toString()));
    for (let at = 0; at < bytes.length; at += size) stream.append(bytes.subarray(at, at + size));
    stream.end();
    assert.equal(seen, text);
  }
});

test('of long output head and tail are kept with a note of what was left out', () => {
  const output = new OutputBuffer();
  const lines = Array.from({ length: 100_000 }, (_, line) => `line ${String(line).padStart(6, '0')} €\n`);
  for (const line of lines) output.append(Buffer.from(line));
  const { text, next } = output.read(0);
  const total = Buffer.byteLength(lines.join(''));
  assert.equal(next, total);
  assert.ok(text.startsWith(lines.slice(0, 1000).join('')));
  assert.ok(text.endsWith(lines.slice(-1000).join('')));
  assert.ok(text.includes(`[${total - 2 * KEPT} bytes of output left out]`));
  assert.ok(!text.includes('\uFFFD'));
  assert.ok(Buffer.byteLength(text) <= 2 * KEPT + 100);
});

test('reading on continues where the last read ended, also across what was left out', () => {
  const output = new OutputBuffer();
  output.append(Buffer.from('first '));
  const one = output.read(0);
  output.append(Buffer.from('second'));
  const two = output.read(one.next);
  assert.deepEqual([one.text, two.text], ['first ', 'second']);
  output.append(Buffer.alloc(3 * KEPT, 'x'));
  output.append(Buffer.from('END'));
  const three = output.read(two.next);
  assert.match(three.text, /^x+\n\[\d+ bytes of output left out\]\nx+END$/);
  assert.deepEqual(output.read(three.next), { text: '', next: three.next });
});

test('invalid UTF-8 and binary output arrive as text', async (t) => {
  const folder = await tempFolder(t);
  const { output, exitCode } = await aRunner(folder).start(
    aCommand(folder, `printf 'a\\377b\\300\\200c'; head -c 70000 /dev/urandom; printf END`),
  ).result;
  assert.equal(exitCode, 0);
  assert.ok(output.startsWith('a\uFFFDb\uFFFD\uFFFDc'));
  assert.ok(output.endsWith('END'));
});

test('output is shown while the command runs and no text is lost or torn', async (t) => {
  const folder = await tempFolder(t);
  let live = '';
  const running = aRunner(folder).start(
    aCommand(folder, `printf 'one \\342\\202'; sleep 0.4; printf '\\254 two'`),
    (text) => (live += text),
  );
  await until(() => live === 'one ');
  const { output } = await running.result;
  assert.equal(output, 'one € two');
  assert.equal(live, output);
});

test('a flood of output costs little memory, few updates, and does not stall the loop', async (t) => {
  const folder = await tempFolder(t);
  let updates = 0;
  let shown = 0;
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 10);
  const before = process.memoryUsage().rss;
  let peak = before;
  const sample = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  const megabytes = Number(process.env['ROTA_TEST_FLOOD'] ?? 150);
  const { output, exitCode, duration } = await aRunner(folder).start(
    aCommand(folder, `head -c ${megabytes}000000 /dev/zero | tr '\\0' x`),
    (text) => {
      updates++;
      shown += text.length;
    },
  ).result;
  clearInterval(beat);
  clearInterval(sample);
  assert.equal(exitCode, 0);
  assert.ok(output.length < 2 * KEPT + 100);
  assert.ok(updates <= duration / 100 + 2, `${updates} updates in ${duration} ms`);
  assert.ok(shown < updates * 140_000);
  t.diagnostic(
    `${megabytes} MB in ${Math.round(duration)} ms: +${Math.round((peak - before) / 1e6)} MB, longest stall ${Math.round(longest)} ms, ${updates} updates`,
  );
  assert.ok(peak - before < 80e6);
  assert.ok(longest < 2000);
});
