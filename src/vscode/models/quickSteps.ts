import * as vscode from 'vscode';
import { plainMessage } from '../plainText.ts';

/** What a person did with a step of a dialog: went back, or gave a value; `undefined`: left it. */
export type Answer<T> = { readonly value: T } | 'back' | undefined;

export interface StepTexts {
  readonly title: string;
  readonly placeholder: string;
  /** A sentence that stays in sight below the input. */
  readonly prompt?: string | undefined;
  /** Which step of how many, for dialogs of several. */
  readonly step?: number;
  readonly steps?: number;
  /** Whether there is something to go back to; else from the second step on. */
  readonly canGoBack?: boolean;
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

/** One of several; `fill` may add more while the list is open, until the signal aborts. Text that fits nothing is offered by `typed`. */
export function askChoice<T>(
  texts: StepTexts,
  choices: readonly Choice<T>[],
  more: {
    readonly active?: Choice<T>;
    fill?(show: (choices: readonly Choice<T>[]) => void, signal: AbortSignal): Promise<void>;
    typed?(text: string): Choice<T>;
  } = {},
): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  const closed = new AbortController();
  let offered = choices;
  const show = (): void => {
    const text = pick.value.trim();
    const own = text === '' || !more.typed || offered.some(({ label }) => label === text) ? [] : [more.typed(text)];
    const [active] = pick.activeItems;
    pick.items = [...own, ...offered];
    if (active && offered.includes(active)) pick.activeItems = [active];
  };
  setTexts(pick, texts);
  pick.placeholder = texts.placeholder;
  pick.prompt = texts.prompt && plainMessage(texts.prompt);
  pick.matchOnDescription = true;
  pick.items = choices;
  if (more.active) pick.activeItems = [more.active];
  pick.onDidChangeValue(() => more.typed && show());
  if (more.fill) {
    pick.busy = true;
    const update = (next: readonly Choice<T>[]): void => {
      offered = next;
      if (!closed.signal.aborted) show();
    };
    void more.fill(update, closed.signal).finally(() => (pick.busy = false));
  }
  return untilAnswered(pick, closed, (settle) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen && 'value' in chosen) settle({ value: chosen.value });
    });
  });
}

/** Several of a list, all of them ticked that are `picked`. */
export function askChoices<T>(texts: StepTexts, choices: readonly (Choice<T> & { readonly value: T })[]): Promise<Answer<T[]>> {
  const pick = vscode.window.createQuickPick<Choice<T> & { readonly value: T }>();
  setTexts(pick, texts);
  pick.placeholder = texts.placeholder;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = choices;
  pick.selectedItems = choices.filter(({ picked }) => picked === true);
  return untilAnswered(pick, new AbortController(), (settle) => {
    pick.onDidAccept(() => settle({ value: pick.selectedItems.map(({ value }) => value) }));
  });
}

/** A line of text. `validate` says what is wrong with it, or nothing. */
export function askText(
  texts: StepTexts & { readonly value?: string; readonly password?: boolean },
  validate: (text: string) => string | undefined,
): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  setTexts(box, texts);
  box.placeholder = texts.placeholder;
  box.prompt = texts.prompt && plainMessage(texts.prompt);
  box.value = texts.value ?? '';
  box.password = texts.password === true;
  box.onDidChangeValue(() => (box.validationMessage = ''));
  return untilAnswered(box, new AbortController(), (settle) => {
    box.onDidAccept(() => {
      const wrong = validate(box.value);
      if (wrong === undefined) settle({ value: box.value });
      else box.validationMessage = wrong;
    });
  });
}

function setTexts(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, step, steps, canGoBack = (step ?? 1) > 1 }: StepTexts,
): void {
  input.title = title;
  input.step = step;
  input.totalSteps = steps;
  input.ignoreFocusOut = true;
  if (canGoBack) input.buttons = [vscode.QuickInputButtons.Back];
}

function untilAnswered<T, I extends vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox>(
  input: I,
  closed: AbortController,
  listen: (settle: (answer: Answer<T>) => void) => void,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const settle = (answer: Answer<T>): void => {
      resolve(answer);
      input.hide();
    };
    input.onDidTriggerButton((button) => button === vscode.QuickInputButtons.Back && settle('back'));
    listen(settle);
    input.onDidHide(() => {
      closed.abort();
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

/** Takes the steps of a dialog in order; going back leads to the one before. Answers whether the last was taken. */
export async function takeSteps(steps: readonly (() => Promise<Answer<unknown>>)[]): Promise<boolean> {
  for (let at = 0; at < steps.length; ) {
    const answer = await steps[at]?.();
    if (answer === undefined) return false;
    at = answer === 'back' ? Math.max(0, at - 1) : at + 1;
  }
  return true;
}
