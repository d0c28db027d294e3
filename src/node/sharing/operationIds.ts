import { randomBytes } from 'node:crypto';
import { findContext, type StoreRequest } from '../../protocol/storeProtocol.ts';

/** A request whose step has a name of its own: repeating it answers the first outcome. */
export interface NamedRequest {
  readonly request: StoreRequest;
  /** To be called when it was answered. */
  settle(): void;
}

/** Names the steps that this process asks for, so that one whose outcome is unknown can be asked for again. */
export class OperationIds {
  readonly #maker = randomBytes(12).toString('hex');
  /** Not answered yet, the oldest first. */
  readonly #open = new Set<number>();
  #last = 0;

  name(request: StoreRequest): NamedRequest {
    const at = findContext(request.operation);
    const context = at === undefined ? undefined : (request.args[at] as { operation?: string } | undefined);
    if (at === undefined || context === undefined || context.operation !== undefined) return { request, settle: () => undefined };
    this.#last += 1;
    const number = this.#last;
    this.#open.add(number);
    const [oldest = number] = this.#open;
    const named = { ...context, operation: this.#idOf(number), settled: this.#idOf(oldest) };
    return { request: { ...request, args: request.args.with(at, named) }, settle: () => this.#open.delete(number) };
  }

  #idOf(number: number): string {
    return `${this.#maker}/${String(number).padStart(12, '0')}`;
  }
}
