#!/usr/bin/env node
// @ts-check
// The command `rota` of a checkout; works from any folder.
import { argv } from 'node:process';
import { runPinned } from './bootstrap.mjs';

await runPinned('src/cli/main.ts', argv.slice(2));
