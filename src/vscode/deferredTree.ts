import * as vscode from 'vscode';
import type { TreeId } from './contributions.ts';

/** What a tree shows. Elements are its own business: the editor only hands them back. */
export interface TreeContents {
  readonly provider: vscode.TreeDataProvider<unknown>;
  readonly dragAndDrop?: vscode.TreeDragAndDropController<unknown>;
}

export type TreeViews = Partial<Record<TreeId, vscode.TreeView<unknown>>>;

const mimeTypes = ['application/vnd.code.tree.rota.cards'];

/** Registers a tree at once and asks for its contents when it is first shown: a view without a provider shows an error. */
export function deferTree(id: TreeId, load: () => Promise<TreeContents>): vscode.TreeView<unknown> {
  const changed = new vscode.EventEmitter<unknown>();
  let loading: Promise<TreeContents> | undefined;
  const contents = (): Promise<TreeContents> =>
    (loading ??= load().then((loaded) => {
      loaded.provider.onDidChangeTreeData?.((element) => changed.fire(element));
      return loaded;
    }));
  const treeDataProvider: vscode.TreeDataProvider<unknown> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: async (element) => (await contents()).provider.getTreeItem(element),
    getChildren: async (element) => (await contents()).provider.getChildren(element),
    getParent: async (element) => (await contents()).provider.getParent?.(element),
    resolveTreeItem: async (item, element, token) => (await contents()).provider.resolveTreeItem?.(item, element, token),
  };
  const dragAndDropController: vscode.TreeDragAndDropController<unknown> = {
    dragMimeTypes: mimeTypes,
    dropMimeTypes: mimeTypes,
    handleDrag: async (source, transfer, token) => (await contents()).dragAndDrop?.handleDrag?.(source, transfer, token),
    handleDrop: async (target, transfer, token) => (await contents()).dragAndDrop?.handleDrop?.(target, transfer, token),
  };
  return vscode.window.createTreeView(id, {
    treeDataProvider,
    canSelectMany: true,
    showCollapseAll: id === 'rota.cards',
    ...(id === 'rota.cards' ? { dragAndDropController } : {}),
  });
}
