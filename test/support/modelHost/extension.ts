import * as vscode from 'vscode';

/**
 * An extension for tests. It gives the editor models of another vendor: `Polly` writes the file `notes/polly.txt` by the tool for it and says then
 * how many results she heard; `Mute` refuses everything. Its participant `@parrots` asks the model that is chosen in the chat, offers it a
 * tool, and says what came; asked `who` it names the models that the editor has.
 */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('parrots', {
      provideLanguageModelChatInformation: () => [information('polly', 'Polly'), information('mute', 'Mute')],
      provideTokenCount: (_model, text) => Promise.resolve(JSON.stringify(text).length),
      provideLanguageModelChatResponse: async (...[model, messages, options, progress]) => {
        if (model.id === 'mute') throw vscode.LanguageModelError.Blocked('The seeds are used up.');
        const results = messages.flatMap(({ content }) => content.filter((part) => part instanceof vscode.LanguageModelToolResultPart));
        const writes = results.length === 0 && options.tools?.some(({ name }) => name === 'write_file') === true;
        progress.report(new vscode.LanguageModelTextPart(writes ? 'I write. ' : `Squawk: ${results.length} heard.`));
        if (writes)
          progress.report(
            new vscode.LanguageModelToolCallPart('one', 'write_file', { path: 'notes/polly.txt', content: 'Polly was here.\n' }),
          );
      },
    }),
    vscode.chat.createChatParticipant('rota-model-host.parrots', async ({ prompt, model }, _context, answer, token) => {
      if (prompt.startsWith('who'))
        return answer.markdown(
          `${prompt}: ${(await vscode.lm.selectChatModels()).map(({ vendor, name }) => `${vendor}-${name}`).join(' and ')}`,
        );
      const tools = [{ name: 'caw', description: 'Caws', inputSchema: { type: 'object', properties: { loud: { type: 'boolean' } } } }];
      try {
        const { stream } = await model.sendRequest([vscode.LanguageModelChatMessage.User(prompt)], { tools }, token);
        for await (const part of stream) {
          if (part instanceof vscode.LanguageModelTextPart) answer.markdown(part.value);
          if (part instanceof vscode.LanguageModelToolCallPart)
            answer.markdown(`\n\ncalls ${part.name} with ${JSON.stringify(part.input)}`);
        }
        answer.markdown(`\n\nThat took ${await model.countTokens(prompt)} tokens of ${model.maxInputTokens}.`);
      } catch (error) {
        answer.markdown(`\n\nfailed as ${error instanceof vscode.LanguageModelError ? error.code : 'other'}: ${String(error)}`);
      }
    }),
  );
  // The editor looks for models only when somebody needs one.
  void vscode.lm.selectChatModels({ vendor: 'parrots' });
}

function information(id: string, name: string): vscode.LanguageModelChatInformation {
  return { id, name, family: 'parrot', version: '1', maxInputTokens: 16_000, maxOutputTokens: 4000, capabilities: { toolCalling: true } };
}
