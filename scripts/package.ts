import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleExtension } from './bundle.ts';
import { createVsix } from './vsix.ts';

// `npm run package`: builds, and packs `rota-<version>.vsix`.
const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const name = `rota-${version}.vsix`;
const { eagerBytes, eagerLimit } = await bundleExtension(root);
const { bytes, listing, faults } = await createVsix(root, join(root, name));
const problems =
  eagerBytes > eagerLimit
    ? [`${eagerBytes} bytes are loaded at activation, allowed are ${eagerLimit}: see "npm run build".`, ...faults]
    : faults;

console.log(`${listing.trim()}\n${name}: ${(bytes / 1e6).toFixed(2)} MB`);
for (const problem of problems) console.error(`FAIL ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
