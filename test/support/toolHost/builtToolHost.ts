import { packTestExtension } from '../editor/testExtension.ts';

/** The packed extension of the tool host, made anew from the sources as they are. */
export function builtToolHost(): Promise<string> {
  return packTestExtension({
    name: 'rota-tool-host',
    entryPoints: { extension: 'test/support/toolHost/extension.ts', searchWorker: 'src/node/workArea/searchWorker.ts' },
    manifest: { activationEvents: ['onStartupFinished'] },
  });
}
