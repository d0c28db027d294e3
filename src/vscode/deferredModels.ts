import * as vscode from 'vscode';
import { modelVendor } from './contributions.ts';
import type { LazyWorkbench } from './lazyWorkbench.ts';

/** Offers Rota's models to the editor; asks for their contents only where a board is. */
export function registerModels(workbench: LazyWorkbench, hasBoard: () => Promise<boolean>): vscode.Disposable {
  return vscode.lm.registerLanguageModelChatProvider(modelVendor, {
    onDidChangeLanguageModelChatInformation: workbench.modelsChanged.event,
    provideLanguageModelChatInformation: async () =>
      workbench.isLoaded || (await hasBoard()) ? (await workbench.get()).models.list() : [],
    provideLanguageModelChatResponse: async (...request) => (await workbench.get()).models.answer(...request),
    provideTokenCount: async (_model, text) => (await workbench.get()).models.countTokens(text),
  });
}
