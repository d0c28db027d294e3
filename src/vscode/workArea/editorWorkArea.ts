import type { WorkArea } from '../../core/tools/workArea.ts';
import { openBufferedWorkArea, type BufferedWorkAreaOptions } from './bufferedWorkArea.ts';
import { EditorBuffers } from './editorBuffers.ts';

/** The workspace of this window: unsaved text counts, changes are edits that the editor can undo. */
export function openEditorWorkArea(options: BufferedWorkAreaOptions): Promise<WorkArea> {
  return openBufferedWorkArea(new EditorBuffers(), options);
}
