import { activationBench } from './activation/activationBench.ts';
import { boardBench } from './board/boardBench.ts';
import { loopBench } from './loop/loopBench.ts';
import { Machine } from './machine.ts';
import { panelBench } from './panel/panelBench.ts';
import { startBench } from './start/startBench.ts';
import { storeBench } from './store/storeBench.ts';
import { queriesBench } from './store/storeQueries.ts';
import { gateLine, judge, lastLines, type Gate } from './verdict.ts';

/** Each prints its table of ratios and answers what it promises. */
const benches: Record<string, (machine: Machine) => Promise<Gate[]>> = {
  start: (machine) => startBench(machine, 25),
  board: boardBench,
  loop: (machine) => loopBench(machine, 5),
  store: storeBench,
  panel: panelBench,
  queries: queriesBench,
  activation: (machine) => activationBench(machine, 7),
};

/**
 * `npm run bench [-- start | board | loop | panel | store | queries | activation]`. Figures are taken on this machine in one run. A gate that is missed
 * ends with exit code 1, so does a bench that breaks off; a gate that is missed while the control is off is too busy to judge, and fails nothing.
 */
const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) throw new Error(`There is no bench "${unknown}". There are: ${Object.keys(benches).join(', ')}.`);

const judged: { bench: string; gate: Gate; outcome: ReturnType<typeof judge> }[] = [];
const broken: string[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const machine = new Machine();
  try {
    const gates = await bench(machine);
    const { control, said } = machine.end();
    console.log(`\n${name}: ${said}`);
    for (const gate of gates) {
      const outcome = judge(gate, control);
      judged.push({ bench: name, gate, outcome });
      console.log(gateLine(gate, outcome));
    }
  } catch (error) {
    broken.push(name);
    console.error(`\n${name} broke off: ${error instanceof Error ? error.stack : String(error)}\n${name}: ${machine.end().said}`);
  }
}
console.log(`\n${[...lastLines(judged), ...broken.map((name) => `broke off: ${name}`)].join('\n')}`);
if (broken.length > 0 || judged.some(({ outcome }) => outcome === 'missed')) process.exitCode = 1;
