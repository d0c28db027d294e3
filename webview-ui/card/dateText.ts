/** Stands for what a date field of the editor holds when it is not whole or does not exist: such a field gives no text then. */
export const UNREADABLE = '?';

/** The text of a field; a date field that holds something unreadable is not empty. */
export function dateText(input: HTMLInputElement | HTMLTextAreaElement): string {
  return input.validity.badInput ? UNREADABLE : input.value;
}
