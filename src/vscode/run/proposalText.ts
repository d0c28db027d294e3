import { applyPatch, parsePatch } from 'diff';
import { showControls } from '../../core/base/visibleText.ts';

/** One file of a proposed change: its name in the diff, and its part of it. */
export interface ProposedFile {
  readonly name: string;
  readonly patch: string;
  readonly isNew: boolean;
  readonly isDeleted: boolean;
}

/** The files of a unified diff as `fileDiff` writes it, one after another. */
export function filesOf(diff: string): ProposedFile[] {
  const starts = [...diff.matchAll(/^--- .*\n\+\+\+ .*$/gm)].map(({ index }) => index);
  return starts.map((start, at) => {
    const patch = diff.slice(start, starts[at + 1]);
    const [, before = '', after = ''] = /^--- (.*)\n\+\+\+ (.*)$/m.exec(patch) ?? [];
    const [isNew, isDeleted] = [before === '/dev/null', after === '/dev/null'];
    return { name: (isDeleted ? before : after).replace(/^[ab]\//, ''), patch, isNew, isDeleted };
  });
}

/** The text as the diff shows it: control characters as codes, line feeds only. */
export function shownText(bytes: Uint8Array | undefined): string {
  return showControls(new TextDecoder().decode(bytes ?? new Uint8Array()));
}

/** What the file would become; `undefined` when the change does not fit the text any more, or is not there whole. */
export function proposedText(current: string, { patch }: ProposedFile): string | undefined {
  try {
    const [parsed] = parsePatch(patch);
    const applied = parsed && applyPatch(current, parsed);
    return typeof applied === 'string' ? applied : undefined;
  } catch {
    // A diff that was cut is not a diff.
    return undefined;
  }
}
