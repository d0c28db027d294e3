import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Limits } from '../../../../src/core/agent/limits.ts';
import type { Budget } from '../../../../src/core/model/usage.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const usage = (input: number, output = 0) => ({ input, cachedInput: 0, output, reasoning: 0 });
const prices = { input: 1, cachedInput: 0.1, output: 10 };

function limits(card: Budget, agent: Budget = {}, clock = new FakeClock()): Limits {
  return new Limits({ card, agent, prices, clock });
}

describe('the limits of a run', () => {
  it('take the card first, then the agent, then the default', () => {
    const own = limits({ steps: 2 }, { steps: 9, tokens: 100 });
    own.addReply(usage(1));
    assert.equal(own.reached(), undefined);
    own.addReply(usage(1));
    assert.equal(own.reached()?.limit, 'steps');
    const agents = limits({}, { tokens: 100 });
    agents.addReply(usage(60, 40));
    assert.equal(agents.reached()?.limit, 'tokens');
    const plain = limits({});
    for (let step = 0; step < 50; step++) plain.addReply(usage(1));
    assert.equal(plain.reached()?.limit, 'steps');
  });

  it('warn once when 80 % are used', () => {
    const own = limits({ tokens: 100 });
    own.addReply(usage(79));
    assert.deepEqual(own.warnings(), []);
    own.addReply(usage(1));
    assert.deepEqual(
      own.warnings().map(({ limit }) => limit),
      ['tokens'],
    );
    assert.deepEqual(own.warnings(), []);
  });

  it('give the same amount again when a person lets the run go on', () => {
    const own = limits({ tokens: 100 });
    own.addReply(usage(130));
    own.extend('tokens');
    own.addReply(usage(99));
    assert.equal(own.reached(), undefined);
    own.addReply(usage(1));
    assert.equal(own.reached()?.limit, 'tokens');
  });

  it('count money by the stated prices, reasoning as output', () => {
    const own = limits({ cost: 1 });
    own.addReply({ input: 100_000, cachedInput: 1_000_000, output: 20_000, reasoning: 30_000 });
    assert.equal(own.cost?.toFixed(6), '0.700000');
    assert.equal(own.reached(), undefined);
    own.addReply(usage(0, 30_000));
    assert.equal(own.reached()?.limit, 'cost');
  });

  it('say that money is not measured when the agent states no prices', () => {
    const own = new Limits({ card: { cost: 1 }, agent: {}, prices: null, clock: new FakeClock() });
    assert.equal(own.costUnmeasured, true);
    assert.equal(own.cost, null);
    assert.equal(own.reached(), undefined);
  });

  it('do not count the minutes that a person takes to answer', async () => {
    const clock = new FakeClock();
    const own = limits({ minutes: 10 }, {}, clock);
    clock.advance(6 * 60_000);
    await own.whilePaused(async () => clock.advance(600 * 60_000));
    clock.advance(3 * 60_000);
    assert.equal(own.reached(), undefined);
    clock.advance(60_000);
    assert.equal(own.reached()?.limit, 'minutes');
  });
});
