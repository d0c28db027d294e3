/**
 * May a card take the keyboard by itself? Only inside a page that has it, and never out of a field or a button that a person is at: a card
 * that moved or was drawn anew keeps the focus, nothing else loses it.
 */
export function mayTakeFocus(): boolean {
  if (!document.hasFocus()) return false;
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.matches('[data-stop]');
}
