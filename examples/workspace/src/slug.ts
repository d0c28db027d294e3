const marks = /\p{Mark}+/gu;
const gaps = /[^\p{Letter}\p{Number}]+/gu;

/** Turns a title into the last part of an address: `Crème brûlée, twice!` becomes `creme-brulee-twice`. */
export function slugify(title: string): string {
  return title
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replace(gaps, '-')
    .replace(/^-|-$/g, '');
}
