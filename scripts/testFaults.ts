import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

// `npm run test:faults`: the fault tests of the store in their long form (some minutes). `npm test` runs their short form.
const root = join(import.meta.dirname, '..');
const files = globSync('test/faults/*.test.ts', { cwd: root }).sort();
const result = spawnSync(process.execPath, [join(root, 'scripts/test.ts'), ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ROTA_FAULTS: 'long' },
});
process.exitCode = result.status ?? 1;
