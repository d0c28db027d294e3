// @ts-check
// Who may import whom. ARCHITECTURE.md explains the layers; test/arch plants a violation of each rule.

const product = '^(src|webview-ui)/';
const hosts = ['src/node', 'src/server', 'src/cli', 'src/vscode', 'src/extension'];

/** The packages whose code is bundled into the product. All are installed for development only. */
const bundled = [
  '@vscode/l10n',
  'commander',
  'diff',
  'fractional-indexing',
  'ignore',
  'ollama',
  'openai',
  'sql\\.js',
  'ulid',
  'yaml',
  'zod',
];

/** The folders of the core, each with those below it. */
const base = ['src/core/base'];
const model = [...base, 'src/core/model'];
const rules = [...model, 'src/core/rules'];
const providers = [...rules, 'src/core/providers'];
const store = [...rules, 'src/core/store'];
const tools = [...providers, 'src/core/tools'];
const tasks = [...store, ...tools, 'src/core/tasks'];
const agent = [...store, ...tools, 'src/core/agent'];
const runs = [...tasks, ...agent, 'src/core/runs'];
const health = [...store, ...providers, 'src/core/health'];
const actions = [...runs, 'src/core/actions'];

const coreLayers = { base, model, rules, providers, store, tools, tasks, agent, runs, health, actions };
const hostLayers = {
  'src/protocol': model,
  'webview-ui': ['src/protocol', ...model],
  'src/app': ['src/core'],
  'src/node': ['src/core', 'src/protocol'],
  'src/server': ['src/core', 'src/protocol', 'src/app'],
  'src/cli': ['src/core', 'src/protocol', 'src/node', 'src/server', 'src/app'],
  'src/vscode': ['src/core', 'src/protocol', 'src/node', 'src/app'],
  'src/extension': ['src/core', 'src/protocol', 'src/node', 'src/app', 'src/vscode'],
};
const layers = [
  ...Object.entries(coreLayers).map(([folder, allowed]) => layer(`src/core/${folder}`, allowed)),
  ...Object.entries(hostLayers).map(([folder, allowed]) => layer(folder, allowed)),
];
const layered = [...Object.keys(coreLayers).map((folder) => `src/core/${folder}`), ...Object.keys(hostLayers)].map(within);

/** @param {string} folder */
function within(folder) {
  return `^${folder}(/|\\.ts$)`;
}

/** @param {string} from @param {string[]} allowed */
function layer(from, allowed) {
  const names = [...new Set(allowed)].filter((folder) => folder !== from);
  return {
    name: `layer ${from}`,
    comment: `imports only ${names.join(', ') || 'itself'}`,
    severity: 'error',
    from: { path: within(from) },
    to: { path: product, pathNot: [from, ...names].map(within) },
  };
}

/** @param {string} what @param {object} to @param {string[]} folders */
function only(what, to, folders) {
  return {
    name: `${what} only in ${folders.join(', ')}`,
    severity: 'error',
    from: { path: product, pathNot: folders.map(within) },
    to,
  };
}

module.exports = {
  forbidden: [
    { name: 'no cycles', comment: 'types count too', severity: 'error', from: {}, to: { circular: true } },
    { name: 'imports resolve', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    ...layers,
    { name: 'every file has a layer', severity: 'error', from: { path: '^src/', pathNot: layered }, to: {} },
    { name: 'every import has a layer', severity: 'error', from: {}, to: { path: '^src/', pathNot: layered } },
    { name: 'the product needs no test', severity: 'error', from: { path: product }, to: { path: '^(test|scripts|examples)/' } },
    {
      name: 'the product is made of named packages',
      comment: 'all that it needs is bundled, so nothing is installed with it; a new package is added to the list on purpose',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/',
        dependencyTypesNot: ['type-only'],
        pathNot: [...bundled.map((name) => `node_modules/${name}/`), 'node_modules/@types/vscode/'],
      },
    },
    only('vscode', { path: '^vscode$|node_modules/@types/vscode/' }, ['src/vscode', 'src/extension']),
    only('node builtins', { dependencyTypes: ['core'] }, hosts),
    only('model SDKs', { path: 'node_modules/(openai|ollama)/' }, ['src/core/providers']),
    only('sql.js', { path: 'node_modules/(@types/)?sql\\.js/' }, ['src/core/store', 'src/node']),
    only('commander', { path: 'node_modules/commander/' }, ['src/cli']),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(test/arch/violations|dist|\\.tmp)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
