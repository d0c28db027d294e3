import * as z from 'zod';

/** The editor says who asks in a field that it does not declare. */
const Options = z.object({ requestInitiator: z.string().min(1) });

/** The editor itself, and its own chat, where a person chooses the model. */
const hosts = ['core', 'github.copilot-chat'];

/** Asks the person once for an extension; `null` is one that the editor did not name. */
type AskForGuest = (extension: string | null, model: string) => PromiseLike<boolean>;

/**
 * Which extensions may ask the models that Rota offers. The editor asks for consent only on behalf of models of its own vendors, and what is
 * asked here is paid with the person's key. An answer holds until the window closes.
 */
export class ModelGuests {
  readonly #own: string;
  readonly #ask: AskForGuest;
  readonly #answers = new Map<string | null, Promise<boolean>>();

  /** `own` is the id of Rota itself. */
  constructor(own: string, ask: AskForGuest) {
    this.#own = own.toLowerCase();
    this.#ask = ask;
  }

  /** Whether whoever stands in the options of a request may ask this model. */
  async isAllowed(options: unknown, model: string): Promise<boolean> {
    const guest = Options.safeParse(options).data?.requestInitiator.toLowerCase() ?? null;
    if (guest !== null && [this.#own, ...hosts].includes(guest)) return true;
    const answer = this.#answers.get(guest) ?? Promise.resolve(this.#ask(guest, model));
    this.#answers.set(guest, answer);
    return answer;
  }
}
