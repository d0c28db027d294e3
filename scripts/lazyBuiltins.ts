import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const names = new RegExp(`^(node:)?(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`);

/**
 * Node's own modules are loaded when something of them is first used. Importing them all at the start, which also makes every export that node itself
 * makes late, would take longer than node's own start.
 */
export const lazyBuiltins: Plugin = {
  name: 'lazy builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: names }, ({ path }) => ({ path: path.replace(/^node:/, ''), namespace: 'builtin' }));
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => ({ contents: contentsOf(path) }));
  },
};

/** `process` is there already, and its methods want it as `this`. */
function contentsOf(name: string): string {
  if (name === 'process') return 'module.exports = process';
  return `const own = { get: (_, name) => process.getBuiltinModule("node:${name}")[name] };
    module.exports = Object.create(new Proxy({}, own));`;
}
