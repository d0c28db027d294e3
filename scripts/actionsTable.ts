import { readActionDoors } from './actionDoors.ts';

const scopes: Readonly<Record<string, string>> = {
  read: 'everyone',
  create: 'everyone, under the rules for agents',
  decide: 'people only',
};

/** `docs/actions.md`: every action of the core and the doors that lead to it, as the sources say. */
export function actionsTable(root: string): string {
  const rows = readActionDoors(root).map(({ name, title, scope, palette, cli, views, chat }) => [
    `\`${name}\``,
    title,
    scopes[scope] ?? scope,
    palette.join(', '),
    cli.map((command) => `\`${command}\``).join(', '),
    views.join(', '),
    chat ? '`@rota`' : '',
  ]);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => (cell === '' ? '–' : cell.replaceAll('|', '\\|'))).join(' | ')} |`;
  return `# Actions by door

Everything that an outsider may ask of Rota is one action of one table (\`src/core/actions\`). This page says which doors lead to which. It is made from the
sources by \`npm run docs:actions\`, which follows the calls from each command, page and chat turn; \`npm test\` fails when it is stale. Palette commands stand
here without \`Rota:\`, commands of the terminal without \`rota\`.

${line(['action', 'does', 'who may', 'palette', 'command line', 'views', 'chat'])}
${line(['---', '---', '---', '---', '---', '---', '---'])}
${rows.map(line).join('\n')}

A dash is no gap by itself: some doors have their own way. The views of the editor read cards from the store as it changes instead of listing them, and
the command line waits for what it started where the editor shows it meanwhile.
`;
}
