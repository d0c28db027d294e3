/** A reason that can stand by itself: it begins with a capital letter and ends with a mark. */
export function asSentence(text: string): string {
  const [first = '', ...rest] = text.trim();
  const sentence = `${first.toUpperCase()}${rest.join('')}`;
  return sentence === '' || /[.!?…:]["')]?$/.test(sentence) ? sentence : `${sentence}.`;
}
