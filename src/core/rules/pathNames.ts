/**
 * The names of a path as the most forgiving file system would read them: any case, either slash, without stream names, trailing
 * dots and spaces or invisible characters. Two paths that some machine takes for one file have the same folded names.
 */
export function foldedNames(path: string): string[] {
  const names: string[] = [];
  for (const part of path.split(/[/\\]/)) {
    const name = foldedName(part);
    if (part.trim() === '..') names.pop();
    else if (name !== '') names.push(name);
  }
  return names;
}

/** NTFS ends a name at `:` and drops trailing dots and spaces; macOS skips ignorable characters; case folds by Unicode (`ſ` is `s`). */
function foldedName(part: string): string {
  const [name = ''] = part
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .split(':');
  return name
    .toUpperCase()
    .toLowerCase()
    .replace(/[. ]+$/, '');
}

/** `GIT~1`: the 8.3 name Windows may give to any file; which one cannot be known from the name. */
export function isShortName(name: string): boolean {
  return /^[^.~]{1,7}~\d{1,6}(\.[^.]{0,3})?$/.test(name);
}

/** Rota's own store: `.rota/local` at any depth, also under its short name. No agent reads or writes there. */
export function isStorePath(path: string): boolean {
  const names = foldedNames(path);
  return names.some((name, index) => /^(\.rota|rota~\d+)$/.test(name) && names[index + 1] === 'local');
}
