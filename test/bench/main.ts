import { activationBench } from './activation/activationBench.ts';
import { boardBench } from './board/boardBench.ts';
import { loopBench } from './loop/loopBench.ts';
import { panelBench } from './panel/panelBench.ts';
import { storeBench } from './store/storeBench.ts';
import { benchStoreQueries } from './store/storeQueries.ts';

/** Each prints its table of ratios and answers whether its gates hold. */
const benches: Record<string, () => Promise<boolean>> = {
  board: boardBench,
  loop: () => loopBench(5),
  store: storeBench,
  panel: panelBench,
  queries: queryBench,
  activation: () => activationBench(7),
};

async function queryBench(): Promise<boolean> {
  const gates = await benchStoreQueries();
  console.log('\nStore: queries over 10,000 cards\n');
  for (const { name, value, limit, unit } of gates) {
    console.log(`${value <= limit ? 'ok  ' : 'OVER'} ${name.padEnd(60)} ${value.toFixed(2)} ${unit} (at most ${limit})`);
  }
  return gates.every(({ value, limit }) => value <= limit);
}

/** `npm run bench [-- board | loop | panel | store | queries | activation]`. Figures are taken on this machine in one run; a gate that does not hold ends with exit code 1. */
const named = process.argv.slice(2);
for (const name of named.length === 0 ? Object.keys(benches) : named) {
  const bench = benches[name];
  if (!bench) throw new Error(`There is no bench "${name}". There are: ${Object.keys(benches).join(', ')}.`);
  if (!(await bench())) process.exitCode = 1;
}
