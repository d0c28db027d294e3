// @ts-check
// House rules that types cannot hold. There are no exemptions, in files or in comments: a rule that needs one is dropped.
import tseslint from 'typescript-eslint';

const bannedSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name: one name everywhere.' },
  { selector: 'ExportSpecifier[exported.name="default"]', message: 'Export by name: one name everywhere.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from where it lives.' },
  { selector: 'ExportNamedDeclaration[source]', message: 'No barrels: import from where it lives.' },
  {
    selector: 'ImportDeclaration[source.value="zod"] > :matches(ImportSpecifier[imported.name="z"], ImportDefaultSpecifier)',
    message: 'Write `import * as z`: only so do bundles leave out what nothing uses, such as fifty languages.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals or z.enum.' },
];

/** Core asks ports for time, chance and the world. */
const noDate = 'Time comes from the Clock port.';
const corePorts = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: noDate },
  { selector: 'CallExpression[callee.name="Date"]', message: noDate },
];
const timers = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'];
const world = ['process', 'Buffer', 'fetch', 'crypto', 'performance', 'console', 'globalThis', 'global', 'require', ...timers];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.vscode-test/', '.tmp/', 'examples/', 'test/arch/violations/'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z][a-z]', match: false } },
        { selector: 'typeAlias', format: ['PascalCase'] },
        { selector: 'class', format: ['PascalCase'] },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] }] },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400 }],
      'max-params': ['error', { max: 4 }],
      'no-empty': 'error',
      'no-restricted-syntax': ['error', ...bannedSyntax],
      'no-sequences': ['error', { allowInParentheses: false }],
      'no-var': 'error',
      'no-warning-comments': ['error', { terms: ['todo:', 'fixme', 'xxx', 'hack'] }],
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'webview-ui/**/*.{ts,tsx}'],
    rules: { 'max-lines-per-function': ['error', { max: 60 }] },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...world.map((name) => ({ name, message: 'Core reaches the world through a port.' }))],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: noDate },
        { object: 'AbortSignal', property: 'timeout', message: noDate },
        { object: 'Math', property: 'random', message: 'Chance comes from the Ids port.' },
      ],
      'no-restricted-syntax': ['error', ...bannedSyntax, ...corePorts],
    },
  },
);
