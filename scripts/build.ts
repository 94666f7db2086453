/** Makes dist/lambda/index.mjs, the one file that is tested, run locally and deployed; and dist/cli, the command. */
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS } from '../local/function/bundle-options.ts';
import { CLI_BUNDLE_OPTIONS } from './build/cli-bundle.ts';

await build({ ...BUNDLE_OPTIONS, entryPoints: ['lambda/handler.ts'], outfile: 'dist/lambda/index.mjs' });
// Names of its parts change with their content.
await rm(new URL('../dist/cli', import.meta.url), { recursive: true, force: true });
await build(CLI_BUNDLE_OPTIONS);
