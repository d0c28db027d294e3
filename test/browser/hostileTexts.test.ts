import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { countContacts } from '../support/contacts.ts';
import { hostileTexts } from '../support/hostileTexts.ts';
import { noBrowser, openPages, type OpenPage } from '../support/openPage.ts';

/** Long enough for whatever wants to load to have begun, in milliseconds. */
const LOADING = 400;

let pages: Awaited<ReturnType<typeof openPages>>;
before(async () => {
  if (noBrowser === false) pages = await openPages();
});
after(() => pages?.close());

interface Shows {
  show(text: string): void;
  followed: unknown[];
}

const careless = `
  import MarkdownIt from 'markdown-it';
  globalThis.show = (text) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.srcdoc = new MarkdownIt({ html: true, linkify: true }).render(text);
  };`;
const ours = `
  import { render } from 'preact';
  import { FollowLink } from './webview-ui/shared/links.ts';
  import { Markdown } from './webview-ui/shared/Markdown.tsx';
  globalThis.followed = [];
  globalThis.show = (text) => render(
    <FollowLink.Provider value={(request) => globalThis.followed.push(request)}><Markdown text={text} /></FollowLink.Provider>,
    document.body.appendChild(document.createElement('div')));`;

test('a careless renderer contacts the server by most of the ways: the texts are alive', { skip: noBrowser }, async (t) => {
  const shown = await pages.open({ script: careless, policy: false });
  const servers = await Promise.all(Object.keys(hostileTexts('')).map(async (name) => ({ name, ...(await countContacts()) })));
  t.after(() => servers.forEach((server) => server.close()));
  for (const { name, base } of servers) await show(shown, hostileTexts(base)[name] ?? '');
  await shown.page.waitForTimeout(LOADING);
  await shown.close();
  const found = servers.filter((server) => server.count() > 0).map(({ name }) => name);
  assert.ok(found.length >= 25, `only ${found.length}: ${found.join(', ')}`);
});

test('Markdown contacts nobody, even in a page without a policy and when everything in it is pressed; links go to the host', {
  skip: noBrowser,
}, async (t) => {
  const server = await countContacts();
  t.after(() => server.close());
  const shown = await pages.open({ script: ours, policy: false });
  const { page } = shown;
  const start = page.url();
  for (const text of Object.values(hostileTexts(server.base))) await show(shown, text);
  for (const button of await page.locator('button:not(.icon-button)').all()) await button.click();
  await page.waitForTimeout(LOADING);
  assert.equal(server.count(), 0);
  assert.equal(page.url(), start);
  assert.equal(
    await page
      .locator('img, a, iframe, svg, style, link:not([rel=stylesheet]), form, input, video, audio, object, embed, script:not([src])')
      .count(),
    0,
  );
  const followed = await page.evaluate(() => (globalThis as unknown as Shows).followed as { type: string; url?: string }[]);
  assert.ok(followed.length >= 5);
  assert.deepEqual(
    followed.filter(({ type, url }) => type === 'link-open' && url?.startsWith(server.base) !== true),
    [],
  );
  await shown.close();
});

test('a link says where it leads, and a text that names files leads to them', { skip: noBrowser }, async () => {
  const shown = await pages.open({ script: ours });
  const { page } = shown;
  await show(shown, '[https://good.example](https://evil.example/x) [`add`](src/add.ts#L3), see `src/b.ts:12:3`, https://раypal.example');
  assert.equal(
    await page.locator('.markdown').innerText(),
    'https://good.example (https://evil.example/x) add, see src/b.ts:12:3, https://раypal.example (https://xn--ypal-43d9g.example/)',
  );
  for (const button of await page.locator('.text-link').all()) await button.click();
  assert.deepEqual(await page.evaluate(() => (globalThis as unknown as Shows).followed), [
    { type: 'link-open', url: 'https://evil.example/x' },
    { type: 'file-open', place: { path: 'src/add.ts', line: 3, column: null }, takeFocus: false },
    { type: 'file-open', place: { path: 'src/b.ts', line: 12, column: 3 }, takeFocus: false },
    { type: 'link-open', url: 'https://xn--ypal-43d9g.example/' },
  ]);
  await shown.close();
});

async function show({ page }: OpenPage, text: string): Promise<void> {
  await page.evaluate((each) => (globalThis as unknown as Shows).show(each), text);
}
