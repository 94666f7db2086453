/** `npm test`: everything, as CI runs it; with a path or `-t 'part of a title'`, those tests alone, within seconds. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BUNDLE_PATH } from '../local/function/start-function.ts';
import { isOlderThan } from './test/is-older-than.ts';
import { toSteps } from './test/to-steps.ts';

/** What the bundles are made of: a change in any of these makes others. */
const BUNDLE_SOURCES = ['contract', 'lambda', 'cli', 'local', 'package-lock.json'];

// Every process of the tests compiles the same modules.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

const steps = toSteps(process.argv.slice(2), isOlderThan(BUNDLE_PATH, BUNDLE_SOURCES));
for (const [command, ...parameters] of steps) {
  const { error, status } = spawnSync(command, parameters, { stdio: 'inherit' });
  if (error) throw error;
  if (status === 0) continue;
  process.exitCode = status ?? 1;
  break;
}
