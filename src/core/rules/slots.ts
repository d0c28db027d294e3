import * as l10n from '@vscode/l10n';

/** A run that holds one of the slots of a workspace, as far as people need to know. */
export interface SlotHolder {
  /** The number of its card. */
  readonly number: number;
  /** It waits for a person's answer and goes on after it. */
  readonly waitsForPerson: boolean;
}

/** Why a card that could start has to wait, or `undefined` while a slot is free. A run that waits for a person keeps its slot. */
export function slotBlocker(holders: readonly SlotHolder[], slots: number): string | undefined {
  if (holders.length < slots) return undefined;
  const [only] = holders;
  if (only && holders.length === 1) {
    return only.waitsForPerson
      ? l10n.t('it waits for #{0}, which waits for you', only.number)
      : l10n.t('it waits for #{0}, which is being worked on', only.number);
  }
  const numbers = holders.map(({ number }) => `#${number}`).join(', ');
  return holders.every(({ waitsForPerson }) => waitsForPerson)
    ? l10n.t('it waits for a free slot: {0} wait for you', numbers)
    : l10n.t('it waits for a free slot: {0} are being worked on', numbers);
}
