import { featureTable, packageJson } from './scaffold.ts';

/** A violation of one rule, and what the check must say about it. */
interface Violation {
  readonly rule: string;
  readonly file: string;
  readonly content: string;
  readonly reported: RegExp;
}

const filler = (lines: number): string => Array.from({ length: lines }, () => 'Math.abs(1);').join('\n');

/** What eslint must refuse, by rule: in which file, and the line that does it. */
const lintPlants: [rule: string, file: string, content: string][] = [
  ['await-thenable', 'src/node/lint/awaitNothing.ts', 'await 1;'],
  ['ban-ts-comment', 'src/node/lint/silenced.ts', '// @ts-ignore\nMath.abs(1);'],
  [
    'consistent-type-imports',
    'src/node/lint/typeImport.ts',
    "import { Greeting } from '../../core/base/greeting.ts';\nexport type Twice = Greeting[];",
  ],
  ['naming-convention', 'src/node/lint/prefixed.ts', 'export interface IThing {\n  name: string;\n}'],
  ['no-explicit-any', 'src/node/lint/anything.ts', 'export const anything: any = 1;'],
  ['no-floating-promises', 'src/node/lint/floating.ts', 'Promise.resolve(1);'],
  ['no-misused-promises', 'src/node/lint/misused.ts', 'export const misused = Promise.resolve(true) ? 1 : 2;'],
  ['no-unnecessary-type-assertion', 'src/node/lint/asserted.ts', "const text: string = 'a';\nexport const asserted = text as string;"],
  ['no-unsafe-argument', 'src/node/lint/unsafeArgument.ts', "Number.parseInt(JSON.parse('1'));"],
  ['no-unsafe-assignment', 'src/node/lint/unsafeAssignment.ts', "export const parsed = JSON.parse('1');"],
  ['no-unsafe-call', 'src/node/lint/unsafeCall.ts', "JSON.parse('1')();"],
  ['no-unsafe-member-access', 'src/node/lint/unsafeMember.ts', "JSON.parse('1').name;"],
  ['no-unsafe-return', 'src/node/lint/unsafeReturn.ts', "export const parse = (): string => JSON.parse('1');"],
  ['only-throw-error', 'src/node/lint/thrown.ts', "throw 'text';"],
  [
    'switch-exhaustiveness-check',
    'src/node/lint/inexhaustive.ts',
    "declare const side: 'left' | 'right';\nswitch (side) {\n  case 'left':\n}",
  ],
  ['eqeqeq', 'src/node/lint/loosely.ts', 'export const loosely = Math.random() == 1;'],
  ['max-lines', 'test/unit/long.test.ts', filler(401)],
  ['max-lines-per-function', 'src/node/lint/longFunction.ts', `export function long(): void {\n${filler(60)}\n}`],
  [
    'max-params',
    'src/node/lint/parameters.ts',
    `export const sum = (${['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}: number`).join(', ')}): number => a + b + c + d + e + f;`,
  ],
  ['no-empty', 'src/node/lint/swallowed.ts', 'try {\n  Math.abs(1);\n} catch {}'],
  ['no-restricted-syntax', 'src/node/lint/allOfZod.ts', "import { z } from 'zod';\nexport const text = z.string();"],
  ['no-sequences', 'src/node/lint/sequence.ts', 'export const last = (Math.abs(1), Math.abs(2));'],
  ['no-var', 'src/node/lint/oldVariable.ts', 'export var old = 1;'],
  ['no-warning-comments', 'src/node/lint/unfinished.ts', '// TODO: finish\nMath.abs(1);'],
  ['prefer-const', 'src/node/lint/constant.ts', 'let constant = 1;\nexport const same = constant;'],
  ['no-restricted-syntax', 'src/node/lint/defaultExport.ts', 'export default 1;'],
  ['no-restricted-syntax', 'src/node/lint/renamedDefault.ts', 'const one = 1;\nexport { one as default };'],
  ['no-restricted-syntax', 'src/node/lint/barrel.ts', "export * from '../../core/base/greeting.ts';"],
  ['no-restricted-syntax', 'src/node/lint/passedOn.ts', "export { Greeting } from '../../core/base/greeting.ts';"],
  ['no-restricted-syntax', 'src/node/lint/enumeration.ts', 'export enum Side {\n  left,\n}'],
  ['no-restricted-syntax', 'src/core/base/newDate.ts', 'export const date = new Date();'],
  ['no-restricted-syntax', 'src/core/base/dateText.ts', 'export const date = Date();'],
  ['no-restricted-properties', 'src/core/base/dateNow.ts', 'export const now = Date.now();'],
  ['no-restricted-properties', 'src/core/base/dice.ts', 'export const dice = Math.random();'],
  ['no-restricted-properties', 'src/core/base/timedSignal.ts', 'export const signal = AbortSignal.timeout(1);'],
  ...[
    'process',
    'Buffer',
    'fetch',
    'crypto',
    'performance',
    'console',
    'globalThis',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
  ].map((name): [string, string, string] => ['no-restricted-globals', `src/core/base/global${name}.ts`, `export const used = ${name};`]),
];

/** For each layer a folder that it must not see. */
const upward: Record<string, string> = {
  'src/core/base': 'src/core/model',
  'src/core/model': 'src/core/rules',
  'src/core/rules': 'src/core/providers',
  'src/core/providers': 'src/core/tools',
  'src/core/store': 'src/core/tools',
  'src/core/tools': 'src/core/store',
  'src/core/tasks': 'src/core/agent',
  'src/core/agent': 'src/core/tasks',
  'src/core/runs': 'src/core/actions',
  'src/core/actions': 'src/node',
  'src/protocol': 'src/core/store',
  'webview-ui': 'src/core/store',
  'src/node': 'src/server',
  'src/server': 'src/vscode',
  'src/cli': 'src/vscode',
  'src/vscode': 'src/cli',
};

const layerPlants = Object.entries(upward).map(([from, to]): Violation => {
  const file = `${from}/climber.ts`;
  const up = '../'.repeat(from.split('/').length);
  return {
    rule: `layer ${from}`,
    file,
    content: `import type { Leaf } from '${up}${to}/leaf.ts';\nexport type Climber = Leaf;`,
    reported: sameLine(`layer ${from}: `, file, `${to}/leaf.ts`),
  };
});

/** Imports that a rule of the layers refuses, by the start of the rule's name. */
const importPlants: [rule: string, file: string, imported: string][] = [
  ['every file has a layer', 'src/elsewhere/homeless.ts', 'zod'],
  ['every import has a layer', 'src/node/visitor.ts', '../elsewhere/homeless.ts'],
  ['imports resolve', 'src/node/lost.ts', './nowhere.ts'],
  ['the product needs no test', 'src/node/tested.ts', '../../test/unit/app.test.ts'],
  ['the product is made of named packages', 'src/node/developer.ts', 'typescript'],
  ['vscode only in', 'src/node/editor.ts', 'vscode'],
  ['node builtins only in', 'src/core/base/builtin.ts', 'node:fs'],
  ['node builtins only in', 'src/core/base/builtinBare.ts', 'path'],
  ['model SDKs only in', 'src/node/openaiUser.ts', 'openai'],
  ['model SDKs only in', 'src/core/tools/ollamaUser.ts', 'ollama'],
  ['sql.js only in', 'src/core/tools/sqlUser.ts', 'sql.js'],
  ['commander only in', 'src/node/commandLine.ts', 'commander'],
];

const appWithMore = `import { Greeting } from './core/base/greeting.ts';

export const unasked = 1;
export type Unasked = string;
export const greet = (text: string): string => Greeting.parse(text);`;

const otherPlants: Violation[] = [
  {
    rule: 'format',
    file: 'src/node/shapeless.ts',
    content: 'export const shapeless   = "double"',
    reported: /src\/node\/shapeless\.ts format/,
  },
  {
    rule: 'types',
    file: 'src/node/wrongType.ts',
    content: "export const wrongType: number = 'text';",
    reported: /src\/node\/wrongType\.ts\(1,14\): error TS2322/,
  },
  {
    rule: 'no cycles of types',
    file: 'src/node/hen.ts',
    content: "import type { Egg } from './egg.ts';\nexport type Hen = Egg[];",
    reported: /no cycles: src\/node\/(hen|egg)\.ts/,
  },
  {
    rule: 'no cycles, the other half',
    file: 'src/node/egg.ts',
    content: "import type { Hen } from './hen.ts';\nexport type Egg = Hen[];",
    reported: /no cycles: src\/node\/(hen|egg)\.ts/,
  },
  {
    rule: 'unused file',
    file: 'src/node/forgotten.ts',
    content: 'export const forgotten = 1;',
    reported: /Unused files[^:]*\nsrc\/node\/forgotten\.ts/,
  },
  { rule: 'unused export', file: 'src/app.ts', content: appWithMore, reported: /Unused exports[^:]*\nunasked / },
  {
    rule: 'file over 400 lines',
    file: 'src/node/endless.ts',
    content: filler(401),
    reported: /src\/node\/endless\.ts: 401 lines, allowed are 400/,
  },
  {
    rule: 'any in the product',
    file: 'src/node/whatever.ts',
    content: 'export let whatever: any[];',
    reported: /src\/node\/whatever\.ts: 1 times "any"/,
  },
  ...['utils', 'pathHelpers', 'common', 'miscThings', 'taskManager'].map(
    (name): Violation => ({
      rule: `vague name ${name}`,
      file: `src/node/${name}.ts`,
      content: 'export const vague = 1;',
      reported: new RegExp(`src/node/${name}\\.ts: the name does not say`),
    }),
  ),
];

/** What the pages may not look like: a line of style or page, each in a file of its own. */
const looksPlants: [name: string, line: string, fault: string][] = [
  ['hex.css', 'p {\n  color: #fff;\n}', 'a colour of its own'],
  ['named.css', 'p {\n  border: 1px solid red;\n}', 'a colour of its own'],
  ['channels.css', 'p {\n  background: rgba(0, 0, 0, 0.2);\n}', 'a colour of its own'],
  ['gradient.css', 'p {\n  background: linear-gradient(var(--vscode-a), var(--vscode-b));\n}', 'a gradient'],
  ['picture.css', "p {\n  background: url('https://example.com/a.png');\n}", 'something to load'],
  ['inline.tsx', "export const style = { color: '#ff0000' };", 'a colour of its own'],
  ['markup.ts', "document.body.innerHTML = '<b>';", 'text written as HTML'],
];

const featurePlants: [row: string, reported: RegExp][] = [
  ['| F001 | x | built | task add | `test/unit/missing.test.ts` "greets" |', /F001: there is no test file test\/unit\/missing\.test\.ts/],
  ['| F002 | x | built | task add | `test/unit/app.test.ts` "waves" |', /F002: test\/unit\/app\.test\.ts has no test "waves"/],
  ['| F003 | x | built | task add | |', /F003: is built but names no test/],
  ['| F004 | x | built | | `test/unit/app.test.ts` "greets" |', /F004: is built but names no action/],
  ['| F005 | x | soon | | |', /F005: has five cells, and its status/],
  ['', /F006 stands 0 times/],
  ['| F007 | x | issue 3 | | |\n| F007 | x | issue 3 | | |', /F007 stands 2 times/],
  ['| F008 | x | issue 3 | | |\n| F198 | x | issue 3 | | |', /there is no feature F198/],
  [
    '| F009 | x | built | task add | `test/support/conformance/cards.ts` "waves" |',
    /F009: there is no test file test\/support\/conformance\/cards\.ts/,
  ],
  ['| F010 | x | part: a half | task add | `test/unit/app.test.ts` "greets" |', /F010: is built in part but does not say both halves/],
  [
    '| F011 | x | part: ; missing: b | task add | `test/unit/app.test.ts` "greets" |',
    /F011: is built in part but does not say both halves/,
  ],
  ['| F012 | x | part: a; missing: | task add | `test/unit/app.test.ts` "greets" |', /F012: is built in part but does not say both halves/],
  ['| F013 | x | part: a; missing: b | | `test/unit/app.test.ts` "greets" |', /F013: is built in part but names no action/],
  ['| F014 | x | part: a; missing: b | task add | |', /F014: is built in part but names no test/],
  [
    '| F015 | x | part: a; missing: b | task add | `test/unit/app.test.ts` "waves" |',
    /F015: test\/unit\/app\.test\.ts has no test "waves"/,
  ],
];

/** Everything that is planted, each in a file of its own where the rule allows it. */
export const violations: readonly Violation[] = [
  ...lintPlants.map(([rule, file, content]) => ({ rule: `${rule} (${file})`, file, content, reported: inLintSection(file, rule) })),
  ...layerPlants,
  ...importPlants.map(([rule, file, imported]) => ({
    rule: `${rule} (${imported})`,
    file,
    content: `import '${imported}';`,
    reported: sameLine(rule, file),
  })),
  ...otherPlants,
  { rule: 'unused type', file: 'src/app.ts', content: appWithMore, reported: /Unused exported types[^:]*\nUnasked / },
  {
    rule: 'unused dependency',
    file: 'package.json',
    content: await packageJson({ ulid: '*' }),
    reported: /Unused dependencies[^:]*\nulid/,
  },
  ...looksPlants.map(([name, content, fault]) => ({
    rule: `looks (${name})`,
    file: `webview-ui/looks/${name}`,
    content,
    reported: new RegExp(`webview-ui/looks/${escape(name)}:\\d+: ${fault}`),
  })),
  ...featurePlants.map(([, reported]) => ({
    rule: `features: ${reported.source}`,
    file: 'test/features.md',
    content: plantedFeatures(),
    reported,
  })),
];

/** What the planted files need beside them. */
export const surroundings: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(upward).map((folder) => [`${folder}/leaf.ts`, 'export type Leaf = string;\n']),
);

function plantedFeatures(): string {
  return featureTable(Object.fromEntries(featurePlants.map(([row], index) => [`F${String(index + 1).padStart(3, '0')}`, row])));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function sameLine(...parts: readonly string[]): RegExp {
  return new RegExp(parts.map(escape).join('.*'));
}

/** eslint names the file, then its findings on indented lines. */
function inLintSection(file: string, rule: string): RegExp {
  return new RegExp(`${escape(file)}\\n(  +.*\\n)*  +.*[ /]${escape(rule)}\\n`);
}
