/** How the function is bundled: for the build, and for what is measured against it. */
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

/**
 * Takes Node's own modules by `require`. To import one, Node reads each of its exports, and some load more when
 * they are read: of node:http all of undici, of node:fs the streams. That was a third of what loading the bundle took.
 */
const builtinsByRequire: Plugin = {
  name: 'builtins-by-require',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[a-z_/:]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      return kind === 'require-call' ? { path, external: true } : { path, namespace: 'builtin' };
    });
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

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
  plugins: [builtinsByRequire],
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
  logLevel: 'warning',
} satisfies BuildOptions;
