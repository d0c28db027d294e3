import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsTable } from './actionsTable.ts';

// `npm run docs:actions`: writes docs/actions.md anew from the sources.
const root = join(import.meta.dirname, '..');
writeFileSync(join(root, 'docs/actions.md'), actionsTable(root));
