#!/usr/bin/env node
/** `qoder-monitor`: the command of the package, and what its npm scripts call. */
import { runCommandLine } from './command-table.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
