import { setPriority } from 'node:os';

// Loaded first by test files that run beside those in the editor, and so by all that they start: they take what the editor leaves.
setPriority(10);
