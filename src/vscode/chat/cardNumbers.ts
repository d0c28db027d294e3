/** What stands behind a command: the cards that are meant, and all other words. */
export interface CardWish {
  readonly numbers: readonly number[];
  readonly words: string;
}

/** Reads `12`, `#12` and `#12, #13`. A number counts as a card only if it stands by itself. */
export function readCardWish(prompt: string): CardWish {
  const numbers = new Set<number>();
  const words: string[] = [];
  for (const word of prompt.split(/[\s,;]+/).filter((each) => each !== '')) {
    const number = /^#?([1-9]\d{0,8})$/.exec(word)?.[1];
    if (number === undefined) words.push(word);
    else numbers.add(Number(number));
  }
  return { numbers: [...numbers], words: words.join(' ') };
}
