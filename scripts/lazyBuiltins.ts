import { createHash } from 'node:crypto';
import { builtinModules } from 'node:module';
import { relative } from 'node:path';
import type { Plugin } from 'esbuild';

const names = new RegExp(`^(node:)?(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`);

/**
 * Node's own modules are loaded when something of them is first used. Importing them all at the start, which also makes every export that node itself
 * makes late, would take longer than node's own start. Each importer has a copy of the few bytes that this takes, which keeps it out of chunks of its own.
 */
export const lazyBuiltins: Plugin = {
  name: 'lazy builtins',
  setup({ initialOptions: { absWorkingDir = '' }, onResolve, onLoad }) {
    onResolve({ filter: names }, ({ path, importer }) => {
      const name = path.replace(/^node:/, '');
      const copy = createHash('sha256').update(relative(absWorkingDir, importer)).digest('hex').slice(0, 12);
      return { path: `${name} ${copy}`, namespace: 'builtin', pluginData: name };
    });
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ pluginData }) => ({ contents: contentsOf(String(pluginData)) }));
  },
};

/** `process` is there already, and its methods want it as `this`. */
function contentsOf(name: string): string {
  if (name === 'process') return 'module.exports = process';
  return `module.exports = Object.create(new Proxy({}, { get: (_, name) => process.getBuiltinModule("node:${name}")[name] }))`;
}
