import { packTestExtension } from '../editor/testExtension.ts';

/** The packed extension that gives the editor models of another vendor and a participant, made anew from the sources as they are. */
export function builtModelHost(): Promise<string> {
  return packTestExtension({
    name: 'rota-model-host',
    entryPoints: { extension: 'test/support/modelHost/extension.ts' },
    manifest: {
      activationEvents: ['onStartupFinished'],
      contributes: {
        languageModelChatProviders: [{ vendor: 'parrots', displayName: 'Parrots' }],
        chatParticipants: [
          { id: 'rota-model-host.parrots', name: 'parrots', fullName: 'Parrots', description: 'Repeats what the chosen model says' },
        ],
      },
    },
  });
}
