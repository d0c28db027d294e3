/** Words that a shell answers itself. */
const BUILT_IN = new Set(
  (
    'cd test echo true false exit export set unset source exec eval if for while case until time dir type call printf command then else elif fi do ' +
    'done esac in function return local read shift trap wait pushd popd select let declare'
  ).split(' '),
);

/** Words that stand before a program. */
const BEFORE = /^\s*(?:(?:do|then|else|elif|if|while|until|time|exec|nohup|env|command|!|\(|\{)\s+)+/;

/** The program that a command line begins with; `undefined` for what is not plainly one. */
export function programOf(command: string): string | undefined {
  const words = command.trim().split(/\s+/);
  const first = words.find((word) => !/^[A-Za-z_]\w*=/.test(word)) ?? '';
  return /^[\w.+-]+$/.test(first) && !BUILT_IN.has(first) ? first : undefined;
}

/** The programs that the parts of a command line begin with, each once. */
export function programsOf(command: string): string[] {
  return [...new Set(command.split(/&&|\|\||[;|&\n]/).flatMap((part) => programOf(part.replace(BEFORE, '')) ?? []))];
}
