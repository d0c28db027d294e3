import { signal, type ReadonlySignal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { Check } from '../../src/core/model/check.ts';
import type { Task, TaskChange } from '../../src/core/model/task.ts';
import type { TaskStatus } from '../../src/core/model/taskStatus.ts';
import { CardPageState, type CardRequest, type CardUpdate, type CardView, type LinkedCard } from '../../src/protocol/cardPage.ts';
import type { Channel } from '../shared/channel.ts';
import type { CardField, CardFieldName } from './cardFields.ts';
import { keepMine, settle, submit, typeInto, type Draft, type Edit } from './drafts.ts';

/** Parts of the page that save at once and say beside themselves what went wrong. */
export type Section = 'status' | 'checks' | 'links' | 'comment';

type Drafts = Readonly<Partial<Record<CardFieldName, Draft>>>;
type Problems = Readonly<Partial<Record<Section, string>>>;
type CardChannel = Pick<Channel<CardRequest, CardUpdate>, 'send' | 'keep' | 'restore'>;

/** The card as the page shows it, with what the person is writing. Holds no truth: the window does. */
export class CardModel {
  readonly fields: Readonly<Record<CardFieldName, CardField>>;
  readonly #channel: CardChannel;
  readonly #view = signal<CardView | undefined>(undefined);
  readonly #gone = signal<string | undefined>(undefined);
  readonly #drafts = signal<Drafts>({});
  readonly #problems = signal<Problems>({});
  readonly #found = signal<readonly LinkedCard[]>([]);
  readonly #said = signal('');
  readonly #comment = signal('');
  readonly #open = signal<ReadonlySet<string>>(new Set());
  readonly #sections = new Map<number, { section: Section; saved?: () => void }>();
  #writes = 0;
  #searches = 0;

  constructor(fields: Readonly<Record<CardFieldName, CardField>>, channel: CardChannel) {
    this.fields = fields;
    this.#channel = channel;
    const kept = channel.restore(CardPageState);
    if (!kept) return;
    this.#drafts.value = Object.fromEntries(Object.entries(kept.drafts).filter(([name]) => name in fields));
    this.#open.value = new Set(kept.open);
    this.#comment.value = kept.comment;
  }

  get view(): ReadonlySignal<CardView | undefined> {
    return this.#view;
  }

  /** Set when there is no card to show, with the reason. */
  get gone(): ReadonlySignal<string | undefined> {
    return this.#gone;
  }

  get found(): ReadonlySignal<readonly LinkedCard[]> {
    return this.#found;
  }

  /** The last thing that screen readers are told. */
  get said(): ReadonlySignal<string> {
    return this.#said;
  }

  draft(name: CardFieldName): Draft | undefined {
    return this.#drafts.value[name];
  }

  problem(section: Section): string | undefined {
    return this.#problems.value[section];
  }

  isOpen(section: string): boolean {
    return this.#open.value.has(section);
  }

  setOpen(section: string, open: boolean): void {
    const next = new Set(this.#open.value);
    if (open) next.add(section);
    else next.delete(section);
    this.#open.value = next;
    this.#keep();
  }

  send(request: CardRequest): void {
    this.#channel.send(request);
  }

  receive(update: CardUpdate): void {
    switch (update.type) {
      case 'card':
        this.#gone.value = undefined;
        return this.#show(update.view);
      case 'card-gone':
        this.#gone.value = update.message;
        return undefined;
      case 'cards-found':
        if (update.search === this.#searches) this.#found.value = update.cards;
        return undefined;
      case 'write-answer':
        return this.#answer(update);
    }
  }

  type(name: CardFieldName, text: string): void {
    const task = this.#view.value?.task;
    if (task) this.#setDraft(name, typeInto(this.draft(name), { field: this.fields[name], task, text }));
  }

  /** Saves what was typed; nothing typed, nothing saved. */
  submit(name: CardFieldName): void {
    this.#pass(name, submit);
  }

  /** Saves everything that was typed: the page may be gone at once. */
  submitAll(): void {
    for (const name of Object.keys(this.#drafts.value) as CardFieldName[]) this.submit(name);
  }

  /** Saves what was typed over a change of somebody else. */
  keepMine(name: CardFieldName): void {
    this.#pass(name, keepMine);
  }

  /** Forgets what was typed. */
  discard(name: CardFieldName): void {
    this.#setDraft(name, undefined);
  }

  /** Saves a whole value at once: a list that a button changed. */
  save(section: Section, change: TaskChange, saved?: () => void): void {
    const task = this.#view.value?.task;
    if (!task) return;
    this.#write(section, saved, (write) => ({ type: 'card-edit', write, revision: task.revision, change, base: basis(task, change) }));
  }

  move(to: TaskStatus): void {
    this.#write('status', undefined, (write) => ({ type: 'card-move', write, to }));
  }

  acceptCheck({ id, spec }: Check): void {
    this.#write('checks', undefined, (write) => ({ type: 'check-accept', write, check: id, spec }));
  }

  /** What is written for a comment and not added yet. */
  get newComment(): ReadonlySignal<string> {
    return this.#comment;
  }

  typeComment(text: string): void {
    this.#comment.value = text;
    this.#keep();
  }

  /** Adds the comment. It stays until it is saved; what is written on meanwhile stays as well. */
  addComment(): void {
    const written = this.#comment.value;
    const text = written.trim();
    if (text === '') return;
    const saved = (): void => {
      if (this.#comment.value === written) this.typeComment('');
    };
    this.#write('comment', saved, (write) => ({ type: 'comment-add', write, text }));
  }

  search(text: string): void {
    this.#searches += 1;
    this.#found.value = [];
    this.#channel.send({ type: 'card-search', search: this.#searches, text });
  }

  say(text: string): void {
    this.#said.value = text;
  }

  /** What was being typed when the page was hidden is saved as if the field had been left. */
  #show(view: CardView): void {
    const first = !this.#view.value;
    this.#view.value = view;
    if (first) this.submitAll();
    this.#keep();
  }

  #pass(
    name: CardFieldName,
    step: (draft: Draft, at: { field: CardField; task: Task; write: number }) => { draft: Draft | undefined; edit?: Edit },
  ): void {
    const task = this.#view.value?.task;
    const draft = this.draft(name);
    if (!task || !draft) return;
    const next = step(draft, { field: this.fields[name], task, write: ++this.#writes });
    this.#setDraft(name, next.draft);
    if (next.edit) this.#channel.send({ type: 'card-edit', ...next.edit });
    this.#sayState(name, next.draft);
  }

  #write(section: Section, saved: (() => void) | undefined, request: (write: number) => CardRequest): void {
    this.#writes += 1;
    this.#setProblem(section, undefined);
    this.#sections.set(this.#writes, saved ? { section, saved } : { section });
    this.#channel.send(request(this.#writes));
  }

  #answer(answer: Extract<CardUpdate, { type: 'write-answer' }>): void {
    const asked = this.#sections.get(answer.write);
    if (asked) {
      this.#sections.delete(answer.write);
      if (answer.outcome === 'saved') asked.saved?.();
      else
        this.#setProblem(
          asked.section,
          answer.outcome === 'conflict'
            ? l10n.t('This was changed elsewhere at the same moment. Look at it and do it again.')
            : answer.message,
        );
      return;
    }
    const task = this.#view.value?.task;
    const name = (Object.keys(this.#drafts.value) as CardFieldName[]).find((each) => this.draft(each)?.saving?.write === answer.write);
    const draft = name && this.draft(name);
    if (!task || !draft) return;
    const next = settle(draft, answer, { field: this.fields[name], task });
    this.#setDraft(name, next.draft);
    if (next.again) this.submit(name);
    else if (answer.outcome === 'saved') this.say(l10n.t('{0} saved', this.fields[name].label));
    this.#sayState(name, this.draft(name));
  }

  #sayState(name: CardFieldName, draft: Draft | undefined): void {
    if (draft?.conflict) this.say(l10n.t('{0} was changed elsewhere.', this.fields[name].label));
    else if (draft?.problem !== undefined) this.say(`${this.fields[name].label}: ${draft.problem}`);
  }

  #setDraft(name: CardFieldName, draft: Draft | undefined): void {
    const { [name]: _before, ...others } = this.#drafts.value;
    this.#drafts.value = draft ? { ...others, [name]: draft } : others;
    this.#keep();
  }

  #setProblem(section: Section, problem: string | undefined): void {
    const { [section]: _before, ...others } = this.#problems.value;
    this.#problems.value = problem === undefined ? others : { ...others, [section]: problem };
    if (problem !== undefined) this.say(problem);
  }

  #keep(): void {
    const task = this.#view.value?.task.id;
    if (!task) return;
    const drafts = Object.fromEntries(Object.entries(this.#drafts.value).map(([name, { text, baseText }]) => [name, { text, baseText }]));
    this.#channel.keep({ task, drafts, comment: this.#comment.value, open: [...this.#open.value] } satisfies CardPageState);
  }
}

/** What the changed values are now, as far as this page knows. */
function basis(task: Task, change: TaskChange): TaskChange {
  const now = { ...task, checks: task.checks.map(({ spec }) => spec) };
  return Object.fromEntries(Object.keys(change).map((key) => [key, now[key as keyof TaskChange]]));
}
