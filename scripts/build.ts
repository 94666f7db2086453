/** Makes dist/lambda/index.mjs, the one file that is tested, run locally and deployed. */
import { build } from 'esbuild';
import { BUNDLE_OPTIONS } from '../local/function/bundle-options.ts';

await build({ ...BUNDLE_OPTIONS, entryPoints: ['lambda/handler.ts'], outfile: 'dist/lambda/index.mjs' });
