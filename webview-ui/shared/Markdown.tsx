import * as l10n from '@vscode/l10n';
import MarkdownIt, { type Token } from 'markdown-it';
import { h, type ComponentChild } from 'preact';
import { memo } from 'preact/compat';
import { useContext } from 'preact/hooks';
import { CopyButton } from './CopyButton.tsx';
import { parseFileLink } from './fileReferences.ts';
import { FileLink, FileText } from './FileText.tsx';
import { FollowLink } from './links.ts';

/** A longer text is shown as it is written: nobody reads its headings, and parsing would hold the page up. */
const MOST = 200_000;

/** No HTML, no pictures; only addresses with a scheme in sight become links. */
const parser = new MarkdownIt({ html: false, linkify: true }).disable('image');
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

/**
 * Text of a model, a person or a file, with headings, lists, tables and code. Built node by node from a closed list of elements without any
 * address in them, so nothing in the text can run, load or lead anywhere by itself.
 */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  if (text.length > MOST) return <pre class="markdown plain">{text}</pre>;
  return <div class="markdown">{build(parser.parse(text, {}))}</div>;
});

/** Elements that markup may become. Headings stand below those of the page. */
const elements: Readonly<Record<string, string>> = {
  h1: 'h3',
  h2: 'h4',
  h3: 'h5',
  h4: 'h6',
  h5: 'h6',
  h6: 'h6',
  p: 'p',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  blockquote: 'blockquote',
  em: 'em',
  strong: 'strong',
  s: 's',
  table: 'table',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
};

interface Frame {
  readonly token: Token | undefined;
  readonly children: ComponentChild[];
}

function build(tokens: readonly Token[]): ComponentChild[] {
  const root: Frame = { token: undefined, children: [] };
  const open = [root];
  for (const token of tokens) {
    const top = open.at(-1) ?? root;
    if (token.nesting === 1) open.push({ token, children: [] });
    else if (token.nesting === 0) top.children.push(leaf(token, open));
    else if (open.length > 1) {
      open.pop();
      (open.at(-1) ?? root).children.push(close(top));
    }
  }
  return root.children;
}

function leaf(token: Token, open: readonly Frame[]): ComponentChild {
  switch (token.type) {
    case 'inline':
      return <>{build(token.children ?? [])}</>;
    case 'text':
      return isInLink(open) ? token.content : <FileText text={token.content} />;
    case 'code_inline':
      return isInLink(open) ? (
        token.content
      ) : (
        <code>
          <FileText text={token.content} />
        </code>
      );
    case 'fence':
    case 'code_block':
      return <CodeBlock code={token.content} language={/^[\w+#.-]{1,30}/.exec(token.info)?.[0] ?? ''} />;
    case 'softbreak':
      return '\n';
    case 'hardbreak':
      return <br />;
    case 'hr':
      return <hr />;
    default:
      return token.content;
  }
}

function isInLink(open: readonly Frame[]): boolean {
  return open.some(({ token }) => token?.type === 'link_open');
}

function close({ token, children }: Frame): ComponentChild {
  if (token?.type === 'link_open') return <Link address={String(token.attrGet('href') ?? '')}>{children}</Link>;
  // Paragraphs of tight lists are hidden: their text stands in the item itself.
  const element = token && !token.hidden ? elements[token.tag] : undefined;
  if (element === undefined) return <>{children}</>;
  if (element === 'table') return <div class="table">{h('table', null, children)}</div>;
  const start = element === 'ol' ? Number(token?.attrGet('start') ?? 1) : 1;
  return h(element, start === 1 ? null : { start }, children);
}

/** What a link says and where it really leads; only the host opens it, after asking. */
function Link({ address, children }: { readonly address: string; readonly children: readonly ComponentChild[] }) {
  const follow = useContext(FollowLink);
  const url = webAddress(address);
  const place = url === undefined ? parseFileLink(address) : undefined;
  const said = children.every((child) => typeof child === 'string') ? children.join('') : undefined;
  if (place) return <FileLink place={place} text={said || place.path} />;
  if (url === undefined) return <>{children}</>;
  const saysItself = said === '' || said === url || `${said}/` === url;
  return (
    <>
      {saysItself ? '' : <>{children} (</>}
      <button type="button" role="link" class="text-link" onClick={() => follow({ type: 'link-open', url })}>
        {url}
      </button>
      {saysItself ? '' : ')'}
    </>
  );
}

/** The address as it would be opened: a name in other letters shows as what it is. */
function webAddress(address: string): string | undefined {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  return new URL(address).href;
}

function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  return (
    <div class="code-block">
      <CopyButton text={code} label={l10n.t('Copy Code')} />
      {/* A block that scrolls is a stop of the keyboard. */}
      <pre tabIndex={0} role="group" aria-label={language === '' ? l10n.t('Code') : l10n.t('Code, {0}', language)}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
