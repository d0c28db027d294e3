import { showInvisible } from '../../core/base/visibleText.ts';

/** A file name of what an agent called its artifact: the last part, with nothing in it that means something in a path or that nobody sees. */
export function artifactFileName(name: string): string {
  const last = showInvisible(name).split(/[/\\]/).at(-1) ?? '';
  return last.replace(/[<>:"|?*\u0000-\u001f\u007f]/g, '_').replace(/^\.+|[. ]+$/g, '') || 'artifact';
}
