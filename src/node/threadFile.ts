import { extname } from 'node:path';

/**
 * The module that a thread starts with. It lies beside its caller, whose `import.meta.url` is given: as TypeScript among the sources,
 * as JavaScript in the bundle, which is one flat folder whatever chunk the caller came to be in.
 */
export function threadFile(name: string, caller: string): URL {
  return new URL(`./${name}${extname(caller)}`, caller);
}
