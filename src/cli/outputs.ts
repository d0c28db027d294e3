import { exitCodes } from './exitCodes.ts';

/** What became of standard output. */
export interface Output {
  /** Aborts when whoever read it is gone (`| head`): the work goes on, and nothing more needs to be shown. */
  readonly gone: AbortSignal;
}

/**
 * Lets the process outlive its standard output. A reader that went away is no reason to fail, nor to drop a run; an answer that could not be written (a
 * full disk) is said in one sentence, and a command that would have ended well ends as failed.
 */
export function watchStdout(process: NodeJS.Process): Output {
  const gone = new AbortController();
  let lost = false;
  process.stdout.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return gone.abort();
    if (lost) return;
    lost = true;
    void import('./lostOutput.ts').then(({ lostOutput }) => outliving(process.stderr).write(`${lostOutput(code)}\n`));
  });
  process.on('exit', () => {
    if (lost && !process.exitCode) process.exitCode = exitCodes.failed;
  });
  return { gone: gone.signal };
}

/** Standard error, which may be full or without a reader: what was to be said there is lost, and how the command ends stays the same. */
export function outliving(stderr: NodeJS.WriteStream): NodeJS.WriteStream {
  if (!stderr.listeners('error').includes(ignore)) stderr.on('error', ignore);
  return stderr;
}

function ignore(): void {
  // Nobody is left who could be told.
}
