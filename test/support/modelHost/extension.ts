import * as vscode from 'vscode';

/**
 * An extension for tests: gives the editor a model of another vendor. `Polly` writes the file `polly.txt` by the tool for it and says then
 * what she heard of it; `Mute` refuses everything.
 */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('parrots', {
      provideLanguageModelChatInformation: () => [information('polly', 'Polly'), information('mute', 'Mute')],
      provideTokenCount: (_model, text) => Promise.resolve(JSON.stringify(text).length),
      provideLanguageModelChatResponse: async (model, messages, options, progress) => {
        if (model.id === 'mute') throw vscode.LanguageModelError.Blocked('The seeds are used up.');
        const results = messages.flatMap(({ content }) => content.filter((part) => part instanceof vscode.LanguageModelToolResultPart));
        const canWrite = options.tools?.some(({ name }) => name === 'write_file') === true;
        progress.report(new vscode.LanguageModelTextPart(results.length > 0 || !canWrite ? 'Squawk: ' : 'I write. '));
        if (canWrite && results.length === 0) progress.report(new vscode.LanguageModelToolCallPart('one', 'write_file', { path: 'polly.txt', content: 'Polly was here.\n' }));
        else progress.report(new vscode.LanguageModelTextPart(`${results.length} heard.`));
      },
    }),
  );
}

function information(id: string, name: string): vscode.LanguageModelChatInformation {
  return { id, name, family: 'parrot', version: '1', maxInputTokens: 16_000, maxOutputTokens: 4000, capabilities: { toolCalling: true } };
}
