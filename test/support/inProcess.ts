import { runCli } from '../../src/cli/cli.ts';
import { openLookHost } from '../../src/cli/lookHost.ts';
import { openNodeHost } from '../../src/cli/nodeHost.ts';
import { openStore } from '../../src/node/openStore.ts';

/** The command line without a process of its own, to be bundled: its threads start in half the time that they take from the sources. */
export const inProcess = { runCli, openLookHost, openNodeHost, openStore };
