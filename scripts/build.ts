/**
 * Makes dist/lambda/index.mjs, the one file that is tested, run locally and deployed.
 * Sources: esbuild's API; the settings are compared in docs/decisions.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

await build({
  absWorkingDir: root,
  entryPoints: ['lambda/handler.ts'],
  outfile: 'dist/lambda/index.mjs',
  bundle: true,
  minify: true,
  sourcemap: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  // Lambda gives a function its credentials as environment variables: the rest of the chain is dead weight.
  alias: { '@aws-sdk/credential-provider-node': './lambda/environment-credentials.ts' },
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
