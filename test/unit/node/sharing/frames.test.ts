import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeFrame, FrameReader, type Frame } from '../../../../src/node/sharing/frames.ts';
import { decodeMessage, decodeRequest, encodeMessage, encodeRequest } from '../../../../src/node/sharing/messages.ts';

const frames: Frame[] = [
  { text: '{"a":"ä€😀"}', bytes: undefined },
  { text: '', bytes: undefined },
  { text: 'x', bytes: new Uint8Array() },
  { text: 'y', bytes: new Uint8Array([0, 1, 255]) },
];

test('frames arrive whole and in order wherever the socket cuts them', () => {
  const all = Buffer.concat(frames.map((frame) => encodeFrame(frame, 1000)));
  for (let cut = 0; cut <= all.length; cut++) {
    const reader = new FrameReader(1000);
    assert.deepEqual([...reader.push(Buffer.from(all.subarray(0, cut))), ...reader.push(Buffer.from(all.subarray(cut)))], frames);
  }
  const drop = new FrameReader(1000);
  assert.deepEqual(
    [...all].flatMap((byte) => drop.push(Buffer.from([byte]))),
    frames,
  );
});

test('a frame that is longer than allowed is refused before it is there, on both sides', () => {
  const frame = encodeFrame({ text: 'x'.repeat(100), bytes: undefined }, 100);
  assert.equal(new FrameReader(100).push(frame).length, 1);
  assert.throws(() => new FrameReader(99).push(frame.subarray(0, 8)), /100 bytes, where 99/);
  assert.throws(() => encodeFrame({ text: '', bytes: new Uint8Array(100) }, 100), /101 bytes/);
});

test('bytes cross beside the text, and nothing in a text is taken for bytes', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const read = (frame: Buffer): Frame => new FrameReader(1e6).push(frame)[0]!;
  const put = { id: 1, operation: 'putBlob', args: [bytes] };
  assert.deepEqual(decodeRequest(read(encodeRequest(put))), put);
  const plain = { id: 2, operation: 'readRunEvents', args: ['run', 0, undefined] };
  assert.deepEqual(decodeRequest(read(encodeRequest(plain))), { ...plain, args: ['run', 0] });
  const answer = { type: 'answer' as const, id: 3, result: bytes };
  assert.deepEqual(decodeMessage(read(encodeMessage(answer))), answer);
  const said = { type: 'answer' as const, id: 3, result: '{"bytes":[1,2]}' };
  assert.deepEqual(decodeMessage(read(encodeMessage(said))), said);
});
