import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// `npm run format`: lays out all code anew, as the check demands it.
const root = join(import.meta.dirname, '..');
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
process.exitCode = spawnSync(process.execPath, [biome, 'format', '--write', '.'], { cwd: root, stdio: 'inherit' }).status ?? 1;
