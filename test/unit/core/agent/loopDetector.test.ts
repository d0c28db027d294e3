import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LoopDetector } from '../../../../src/core/agent/loopDetector.ts';

const read = (path: string, extra = '') => ({ name: 'read_file', arguments: `{"path":"${path}"${extra}}` });

describe('the loop detector', () => {
  it('tells the model at the third equal call and stops at the fifth', () => {
    const detector = new LoopDetector();
    const kinds = Array.from({ length: 5 }, () => detector.observe(read('a')).kind);
    assert.deepEqual(kinds, ['fine', 'fine', 'hint', 'hint', 'stop']);
  });

  it('is not fooled by reordered arguments or white space', () => {
    const detector = new LoopDetector();
    detector.observe({ name: 'x', arguments: '{"a":1,"b":2}' });
    detector.observe({ name: 'x', arguments: '{ "b": 2, "a": 1 }' });
    assert.equal(detector.observe({ name: 'x', arguments: '{"b":2,"a":1}' }).kind, 'hint');
  });

  it('lets an agent poll with something else in between', () => {
    const detector = new LoopDetector();
    for (let round = 0; round < 20; round++) {
      assert.equal(detector.observe(read('log')).kind, 'fine');
      assert.equal(detector.observe(read('log', `,"from":${round}`)).kind, 'fine');
    }
  });

  it('notices two calls in turn', () => {
    const detector = new LoopDetector();
    const kinds = Array.from({ length: 10 }, (_, index) => detector.observe(read(index % 2 === 0 ? 'a' : 'b')).kind);
    assert.deepEqual(kinds.slice(0, 5), ['fine', 'fine', 'fine', 'fine', 'fine']);
    assert.equal(kinds[5], 'hint');
    assert.equal(kinds[9], 'stop');
  });

  it('forgets when a person chose to go on', () => {
    const detector = new LoopDetector();
    for (let round = 0; round < 4; round++) detector.observe(read('a'));
    detector.reset();
    assert.equal(detector.observe(read('a')).kind, 'fine');
  });

  it('counts arguments that are not JSON as they stand', () => {
    const detector = new LoopDetector();
    for (let round = 0; round < 2; round++) detector.observe({ name: 'x', arguments: '{broken' });
    assert.equal(detector.observe({ name: 'x', arguments: '{broken' }).kind, 'hint');
  });
});
