import { packTestExtension } from '../testExtension.ts';

/** The packed extension that opens windows to tests. */
export function builtDoor(): Promise<string> {
  return packTestExtension({
    name: 'rota-test-door',
    entryPoints: { extension: 'test/support/editor/door/extension.ts', searchWorker: 'src/node/workArea/searchWorker.ts' },
    manifest: { activationEvents: ['*'] },
  });
}
