import type { Step } from './cardFocus.ts';

/** What a key on the board means. */
export type Intent =
  | { readonly kind: 'step'; readonly step: Step; readonly extend: boolean }
  | { readonly kind: 'carry'; readonly step: Step }
  /** Part of a card's number or of the beginning of its title. */
  | { readonly kind: 'type'; readonly text: string }
  | {
      readonly kind:
        | 'open'
        | 'toggle'
        | 'select-all'
        | 'clear'
        | 'rename'
        | 'delete'
        | 'new'
        | 'run'
        | 'stop'
        | 'pick-up'
        | 'drop'
        | 'search'
        | 'undo'
        | 'redo'
        | 'help';
    };

interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const steps: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
  PageUp: 'page-up',
  PageDown: 'page-down',
};
const plain: Readonly<Record<string, Intent>> = {
  Enter: { kind: 'open' },
  ' ': { kind: 'toggle' },
  Escape: { kind: 'clear' },
  F2: { kind: 'rename' },
  Delete: { kind: 'delete' },
  n: { kind: 'new' },
  r: { kind: 'run' },
  s: { kind: 'stop' },
  m: { kind: 'pick-up' },
  '/': { kind: 'search' },
  '?': { kind: 'help' },
};
const withControl: Readonly<Record<string, Intent>> = {
  a: { kind: 'select-all' },
  f: { kind: 'search' },
  z: { kind: 'undo' },
  y: { kind: 'redo' },
};
/** While a card is picked up, every step carries it. */
const carrying: Readonly<Record<string, Intent>> = {
  Enter: { kind: 'drop' },
  ' ': { kind: 'drop' },
  m: { kind: 'drop' },
  Escape: { kind: 'clear' },
};

/** What the keys before this one have begun. */
export type Begun = 'nothing' | 'carrying' | 'typing';

const written = /^[\p{L}\p{N}]$/u;

/**
 * Reads a key pressed on a card or a column; `undefined` leaves it to the editor. Letters that mean something of their own begin no title unless Shift is
 * held; once a title has been begun they belong to it.
 */
export function intentOf(pressed: Key, begun: Begun): Intent | undefined {
  const isCarrying = begun === 'carrying';
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  const control = pressed.ctrlKey || pressed.metaKey;
  const step = steps[key];
  if (step !== undefined && !control) {
    if (isCarrying || pressed.altKey) return { kind: 'carry', step };
    return { kind: 'step', step, extend: pressed.shiftKey };
  }
  if (pressed.altKey) return undefined;
  if (control) return key === 'z' && pressed.shiftKey ? { kind: 'redo' } : withControl[key];
  if (isCarrying) return carrying[key];
  if (written.test(key) && (begun === 'typing' || pressed.shiftKey || !(key in plain))) return { kind: 'type', text: key };
  if (key === 'Backspace' && pressed.metaKey) return { kind: 'delete' };
  return pressed.shiftKey && key !== '?' ? undefined : plain[key];
}
