import { useContext } from 'preact/hooks';
import * as l10n from '@vscode/l10n';
import type { FilePlace } from '../../src/protocol/links.ts';
import { splitFileReferences } from './fileReferences.ts';
import { FollowLink } from './links.ts';
import './text.css';

/** Plain text in which the files that it names can be opened. */
export function FileText({ text }: { readonly text: string }) {
  return (
    <>
      {splitFileReferences(text).map((part, at) =>
        typeof part === 'string' ? part : <FileLink key={at} place={part.place} text={part.text} />,
      )}
    </>
  );
}

/** A place in a file, opened by the host. A click shows the file and leaves the keyboard here, as in the lists of the editor; Enter goes there. */
export function FileLink({ place, text }: { readonly place: FilePlace; readonly text: string }) {
  const follow = useContext(FollowLink);
  return (
    <button
      type="button"
      role="link"
      class="text-link"
      title={l10n.t('Open {0}', text)}
      onClick={(event) => follow({ type: 'file-open', place, takeFocus: event.detail === 0 })}
    >
      {text}
    </button>
  );
}
