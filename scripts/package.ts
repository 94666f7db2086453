/**
 * Makes dist/package of what tsc declared there: the construct in one CommonJS file, as CDK libraries are, so that apps
 * and tests of either module system can load it.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const OUTPUT = fileURLToPath(new URL('../dist/package/', import.meta.url));

await build({
  entryPoints: [fileURLToPath(new URL('../infra/work-queue-monitor.ts', import.meta.url))],
  outfile: `${OUTPUT}index.js`,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  // CommonJS knows its file by another name.
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
  logLevel: 'warning',
});
writeFileSync(`${OUTPUT}package.json`, '{ "type": "commonjs" }\n');
