/** How the command of the package is bundled: all of it, so that whoever installs it installs nothing else for it. */
import { readFile } from 'node:fs/promises';
import type { BuildOptions, Plugin } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../local/function/bundle-options.ts';
import { bundleAssets } from '../../local/page/bundle-assets.ts';

/** The oldest that the package runs on. */
const TARGET = 'node20';

export const CLI_BUNDLE_OPTIONS = {
  absWorkingDir: BUNDLE_OPTIONS.absWorkingDir,
  // The second is the process in which `start` runs the function.
  entryPoints: ['cli/qoder-monitor.ts', 'local/function/runtime.ts'],
  entryNames: '[name]',
  outdir: 'dist/cli',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  // A command loads what it needs itself: `check` knows nothing of AWS, and nothing but `start` of a simulator.
  splitting: true,
  platform: 'node',
  target: TARGET,
  format: 'esm',
  mainFields: BUNDLE_OPTIONS.mainFields,
  banner: BUNDLE_OPTIONS.banner,
  logLevel: BUNDLE_OPTIONS.logLevel,
  plugins: [withPageInside(), withDynaliteInside()],
} satisfies BuildOptions;

/** The page is bundled when it is opened; in the package it was when the package was made. */
function withPageInside(): Plugin {
  return {
    name: 'page',
    setup: (build) => {
      build.onLoad({ filter: /[\\/]local[\\/]page[\\/]bundle-assets\.ts$/ }, async () => {
        const assets = [...(await bundleAssets())].map(([path, { type, body }]) => [
          path,
          { type, body: typeof body === 'string' ? body : Buffer.from(body).toString('utf8') },
        ]);
        return {
          contents: `export const bundleAssets = async () => new Map(${JSON.stringify(assets)});`,
          loader: 'js',
        };
      });
    },
  };
}

/**
 * The stand-in for DynamoDB keeps its tables in memory: its other way to keep them is native code. And it loads its
 * actions by names without an ending, which no bundle has.
 */
function withDynaliteInside(): Plugin {
  return {
    name: 'dynalite',
    setup: (build) => {
      build.onLoad({ filter: /[\\/]dynalite[\\/]index\.js$/ }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replaceAll(
          /require\(('.*\/' \+ action)\)/g,
          "require($1 + '.js')",
        ),
        loader: 'js',
      }));
      build.onResolve({ filter: /^classic-level$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
      build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
        contents: 'export const ClassicLevel = undefined;',
        loader: 'js',
      }));
    },
  };
}
