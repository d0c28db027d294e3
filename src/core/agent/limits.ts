import type { Clock } from '../base/clock.ts';
import type { Prices } from '../model/agent.ts';
import { addUsage, noUsage, totalTokens, type Budget, type TokenUsage } from '../model/usage.ts';

export type LimitName = 'steps' | 'tokens' | 'cost' | 'minutes';

/** What a run may use when neither card nor agent says otherwise. Money has no default: prices are the owner's to state. */
const defaultBudget = { steps: 50, tokens: 2_000_000, minutes: 60 } as const;

const WARN_AT = 0.8;

/** A limit that was reached or is near. */
export interface LimitFinding {
  readonly limit: LimitName;
  readonly message: string;
}

/** Counts what a run uses and compares it with its budget. The card's limits win over the agent's, these over the default. */
export class Limits {
  #usage: TokenUsage;
  #steps: number;
  #activeSince: number;
  #activeBefore = 0;
  #paused = 0;
  readonly #warned = new Set<LimitName>();
  readonly #allowed: Map<LimitName, number>;
  readonly #step: Map<LimitName, number>;
  readonly #prices: Prices | null;
  readonly #clock: Clock;

  constructor(options: { card: Budget; agent: Budget; prices: Prices | null; clock: Clock; used?: { usage: TokenUsage; steps: number } }) {
    this.#step = new Map(Object.entries(Limits.stated(options.card, options.agent)) as [LimitName, number][]);
    this.#allowed = new Map(this.#step);
    this.#prices = options.prices;
    this.#clock = options.clock;
    this.#usage = options.used?.usage ?? noUsage;
    this.#steps = options.used?.steps ?? 0;
    this.#activeSince = options.clock.monotonic();
  }

  /** What a run may use: the card's limits win over the agent's, these over the default. */
  static stated(card: Budget, agent: Budget): Budget {
    return { ...defaultBudget, ...defined(agent), ...defined(card) };
  }

  get usage(): TokenUsage {
    return this.#usage;
  }

  get steps(): number {
    return this.#steps;
  }

  /** US dollars; `null` without prices. Reasoning is billed as output. */
  get cost(): number | null {
    if (!this.#prices) return null;
    const { input, cachedInput, output, reasoning } = this.#usage;
    return (input * this.#prices.input + cachedInput * this.#prices.cachedInput + (output + reasoning) * this.#prices.output) / 1e6;
  }

  /** True when the budget names money that nobody can measure, because the agent states no prices. */
  get costUnmeasured(): boolean {
    return this.#allowed.has('cost') && this.#prices === null;
  }

  addReply(usage: TokenUsage): void {
    this.#usage = addUsage(this.#usage, usage);
    this.#steps++;
  }

  /** Time that a person takes to answer is not the run's. Calls nest. */
  async whilePaused<T>(wait: () => Promise<T>): Promise<T> {
    if (this.#paused++ === 0) this.#activeBefore += this.#clock.monotonic() - this.#activeSince;
    try {
      return await wait();
    } finally {
      if (--this.#paused === 0) this.#activeSince = this.#clock.monotonic();
    }
  }

  /** The first limit that is used up. */
  reached(): LimitFinding | undefined {
    for (const [limit, allowed] of this.#allowed) {
      if (this.#used(limit) >= allowed) return { limit, message: `The limit of ${describe(limit, allowed)} is reached.` };
    }
    return undefined;
  }

  /** Limits that passed 80 % since the last call; each is named once. */
  warnings(): LimitFinding[] {
    const near: LimitFinding[] = [];
    for (const [limit, allowed] of this.#allowed) {
      const used = this.#used(limit);
      if (used < allowed * WARN_AT || used >= allowed || this.#warned.has(limit)) continue;
      this.#warned.add(limit);
      near.push({ limit, message: `${Math.round((used / allowed) * 100)} % of ${describe(limit, allowed)} is used.` });
    }
    return near;
  }

  /** A person lets it go on: the same amount again, counted from now. */
  extend(limit: LimitName): void {
    this.#allowed.set(limit, this.#used(limit) + (this.#step.get(limit) ?? 0));
    this.#warned.delete(limit);
  }

  #used(limit: LimitName): number {
    switch (limit) {
      case 'steps':
        return this.#steps;
      case 'tokens':
        return totalTokens(this.#usage);
      case 'cost':
        return this.cost ?? 0;
      case 'minutes':
        return (this.#activeBefore + (this.#paused > 0 ? 0 : this.#clock.monotonic() - this.#activeSince)) / 60_000;
    }
  }
}

function defined(budget: Budget): Budget {
  return Object.fromEntries(Object.entries(budget).filter(([, value]) => value !== undefined));
}

function describe(limit: LimitName, allowed: number): string {
  const amount = Number(allowed.toFixed(2));
  return limit === 'cost' ? `$${amount}` : `${amount} ${limit}`;
}
