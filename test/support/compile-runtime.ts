/**
 * Functions of tests are killed, and a process that is killed keeps nothing of what it compiled. One that ends by itself
 * does, once for the whole run.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BUNDLE_PATH } from '../../local/function/start-function.ts';
import { COMPILE_CACHE } from './compile-cache.ts';

const RUNTIME_PATH = fileURLToPath(new URL('../../local/function/runtime.ts', import.meta.url));

/** Called by vitest, before all tests. */
export function setup(): void {
  if (COMPILE_CACHE.NODE_COMPILE_CACHE === undefined) return;
  spawnSync(process.execPath, [RUNTIME_PATH, BUNDLE_PATH], { env: { ...COMPILE_CACHE } });
}
