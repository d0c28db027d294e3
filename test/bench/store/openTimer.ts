import { openStore } from './benchStore.ts';

// Child of storeBench.ts: opens a store in a fresh process, with all that has to be compiled for it, and prints the milliseconds.
const start = performance.now();
const driver = await openStore(process.argv[2]!);
driver.all('SELECT count(*) FROM audit');
console.log(performance.now() - start);
process.exit();
