import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { base64Of } from '../base/base64.ts';
import { UserError } from '../base/errors.ts';
import { Artifact } from '../model/artifact.ts';
import { TaskRef } from '../model/task.ts';
import type { TaskStore } from '../store/taskStore.ts';
import type { TaskService } from '../tasks/taskService.ts';
import { defineAction, type Action } from './action.ts';

/** Larger ones are not read through a door. */
const mostBytes = 10 * 1024 * 1024;

/** An artifact with its content. */
export const ReadArtifact = z.strictObject({ artifact: Artifact, base64: z.string() });

export function artifactActions({ tasks, store }: { tasks: TaskService; store: TaskStore }): Action[] {
  return [
    defineAction({
      name: 'task.artifact',
      title: 'Read an artifact of a task',
      scope: 'read',
      sideEffect: false,
      output: ReadArtifact,
      input: z.strictObject({
        task: TaskRef,
        artifact: z.string().min(1).max(500).describe('its name or id; of several with one name the newest'),
      }),
      run: async (input) => {
        const task = await tasks.get(input.task);
        const artifacts = await store.listArtifacts(task.id);
        const artifact = artifacts.findLast(({ id, name }) => id === input.artifact || name === input.artifact);
        if (!artifact) throw new UserError('not-found', noSuchArtifact(task.number, input.artifact, artifacts));
        if (artifact.size > mostBytes)
          throw new UserError('refused', l10n.t('{0} has {1} bytes; at most {2} are read here.', artifact.name, artifact.size, mostBytes));
        const bytes = await store.readBlob(artifact.hash);
        if (!bytes) throw new UserError('damaged', l10n.t('The content of {0} is missing from the store.', artifact.name));
        return { artifact, base64: base64Of(bytes) };
      },
    }),
  ];
}

function noSuchArtifact(number: number, wanted: string, artifacts: readonly Artifact[]): string {
  if (artifacts.length === 0) return l10n.t('Nothing is attached to card #{0}.', number);
  return l10n.t('Card #{0} has no artifact "{1}". It has: {2}', number, wanted, [...new Set(artifacts.map(({ name }) => name))].join(', '));
}
