/** Calls back when `?` is pressed anywhere but in a text. */
export function onHelpKey(help: () => void): void {
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    const inText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
    if (event.key !== '?' || inText || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    event.preventDefault();
    help();
  });
}
