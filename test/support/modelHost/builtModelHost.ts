import { packTestExtension } from '../editor/testExtension.ts';

/** The packed extension that gives the editor a model of another vendor, made anew from the sources as they are. */
export function builtModelHost(): Promise<string> {
  return packTestExtension({
    name: 'rota-model-host',
    entryPoints: { extension: 'test/support/modelHost/extension.ts' },
    manifest: { contributes: { languageModelChatProviders: [{ vendor: 'parrots', displayName: 'Parrots' }] } },
  });
}
