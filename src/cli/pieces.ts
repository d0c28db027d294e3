// What commands do is loaded when one of them is carried out, in one of two pieces: each file that a start has to find takes about as long as it takes
// to read hundreds of lines.

/** For commands that only read. */
export const reading = async () => (await import('./reading.ts')).reading;

/** For all others. */
export const working = async () => (await import('./working.ts')).working;
