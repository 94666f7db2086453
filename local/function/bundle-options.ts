/** How the function is bundled: for the build, and for what is measured against it. */
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

/** Sources: esbuild's API; the settings are compared in docs/decisions. */
export const BUNDLE_OPTIONS = {
  absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
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
} satisfies BuildOptions;
