import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { ToolFolder } from '../model/toolFolder.ts';
import type { ToolFolders } from '../tools/toolFolders.ts';
import { defineAction, type Action } from './action.ts';

export const ToolFolderList = z.strictObject({ items: z.array(ToolFolder) });

const Named = z.strictObject({ folder: z.string().min(1).max(4000) });

/** Which programs of the workspace commands and checks may take. A person decides it, on this machine and for this workspace. */
export function toolActions(folders: ToolFolders | undefined): Action[] {
  const all = (): ToolFolders => {
    if (folders) return folders;
    throw new UserError('unavailable', l10n.t('This host knows no tools of the workspace.'));
  };
  return [
    defineAction({
      name: 'tools.list',
      title: 'List the folders of programs in the workspace, and which of them commands and checks use',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({}),
      output: ToolFolderList,
      run: async () => ({ items: [...(await all().list())] }),
    }),
    defineAction({
      name: 'tools.get',
      title: 'Show one folder of programs in the workspace, and what would change with it',
      scope: 'read',
      sideEffect: false,
      input: Named,
      output: ToolFolder,
      run: ({ folder }) => all().get(folder),
    }),
    defineAction({
      name: 'tools.use',
      title: 'Let commands and checks take programs from a folder of the workspace, as it was seen',
      scope: 'decide',
      sideEffect: true,
      input: Named.extend({ seen: z.string() }),
      output: ToolFolder,
      run: ({ folder, seen }, { actor }) => all().use(folder, seen, actor),
    }),
    defineAction({
      name: 'tools.forget',
      title: 'Take back that commands and checks take programs from a folder of the workspace',
      scope: 'decide',
      sideEffect: true,
      input: Named,
      output: ToolFolder,
      run: ({ folder }, { actor }) => all().forget(folder, actor),
    }),
  ];
}
