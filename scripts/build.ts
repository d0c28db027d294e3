import { join } from 'node:path';
import { bundleExtension, type BundleReport } from './bundle.ts';

// `npm run build`: everything that the editor loads, into dist.
const root = join(import.meta.dirname, '..');
process.exitCode = tell(await bundleExtension(root)) ? 0 : 1;

function tell({ files, eager, eagerBytes, eagerLimit }: BundleReport): boolean {
  for (const { path, bytes } of files.toSorted((a, b) => b.bytes - a.bytes))
    console.log(`${kilobytes(bytes).padStart(10)}  ${path}${eager.some((file) => file.path === path) ? '  (at activation)' : ''}`);
  const fits = eagerBytes <= eagerLimit;
  console.log(
    `\n${fits ? 'ok  ' : 'FAIL'} loaded at activation: ${kilobytes(eagerBytes)} in ${eager.length} files, allowed are ${kilobytes(eagerLimit)}`,
  );
  return fits;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
