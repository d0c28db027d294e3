/**
 * Text in the form in which searches and labels are compared: without case, and with one spelling for letters that have several (`ß` and `SS`, `İ`,
 * `ı` and `i`, both forms of sigma). Stored searches hold texts in this form: whoever changes it writes a migration.
 */
export function foldText(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .replaceAll('\u0131', 'i')
    .replaceAll('\u00df', 'ss')
    .replaceAll('\u03c2', '\u03c3');
}
