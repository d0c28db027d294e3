import { loopBench } from './loop/loopBench.ts';

const ROUNDS = 5;

/** `npm run bench -- [loop] [rounds]`: ratios taken in one run; a gate that does not hold ends with exit code 1. */
const [, , which = 'all', rounds = `${ROUNDS}`] = process.argv;
let held = true;
if (which === 'all' || which === 'loop') held = (await loopBench(Number(rounds))) && held;
process.exitCode = held ? 0 : 1;
