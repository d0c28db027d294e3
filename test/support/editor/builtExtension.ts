import { join } from 'node:path';
import { bundleExtension } from '../../../scripts/bundle.ts';
import { createVsix } from '../../../scripts/vsix.ts';
import { builtOnce } from '../builtOnce.ts';

const root = join(import.meta.dirname, '../../..');
/** All that a package is made from. */
const sources = [
  'src/**/*.ts',
  'webview-ui/**/*',
  'media/**/*',
  'examples/first-card/**/*',
  'scripts/{bundle,lazyBuiltins,vsix,thirdPartyNotices}.ts',
  '*.{json,md}',
  'LICENSE',
];

/** The packed extension as the sources are now. */
export function builtExtension(): Promise<string> {
  return builtOnce({
    folder: 'vsix',
    sources,
    suffix: '.vsix',
    make: async (path) => {
      await bundleExtension(root);
      await createVsix(root, path);
    },
  });
}
