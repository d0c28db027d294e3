import { measureEvents } from './eventLag.ts';

// Child of storeBench.ts: a fresh process, so that its growth is that of the logs alone.
console.log(JSON.stringify(await measureEvents(process.argv[2]!, 10)));
