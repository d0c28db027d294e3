import { runCli } from '../../src/cli/cli.ts';
import { openLookHost } from '../../src/cli/lookHost.ts';
import { openNodeHost } from '../../src/cli/nodeHost.ts';
import { openStore } from '../../src/node/openStore.ts';
import { restoreBackup } from '../../src/node/restoreBackup.ts';

/** The command line and the store without a process of their own, to be bundled: their threads start in half the time that they take from the sources. */
export const inProcess = { runCli, openLookHost, openNodeHost, openStore, restoreBackup };
