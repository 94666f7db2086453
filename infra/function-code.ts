/** The function's asset: the tested bundle, byte for byte, and settings.json beside it. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { SETTINGS_FILE } from '../contract/deployment.ts';
import { monitoringEntries, SETTINGS_SCHEMA_VERSION, type Settings } from '../contract/settings.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import { findBundle } from './package-files.ts';

/** Lambda runs as another user: a file that only its owner can read would not load. */
const READABLE_MODE = 0o644;

/**
 * Calls back with a folder that holds the asset, and removes it afterwards. Its content, and so the asset's
 * hash, depends on bundle and settings only.
 *
 * @throws {Error} when there is no bundle
 */
export function withFunctionCode<Result>(
  settings: Partial<Settings>,
  use: (folder: string) => Result,
): Result {
  const bundleFile = findBundle();
  const folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-'));
  try {
    writeReadable(join(folder, 'index.mjs'), readFileSync(bundleFile));
    writeReadable(join(folder, SETTINGS_FILE), `${JSON.stringify(settings, null, 2)}\n`);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What of a configuration the function itself has to know, in the order of the schema. */
export function toSettings(monitor: string, config: MonitorConfig): Settings {
  const { environments } = config;
  // Ids may be tokens, and are checked where they come from.
  const known = v.parse(v.object(monitoringEntries), { ...config, environments: 'all' });
  return { schemaVersion: SETTINGS_SCHEMA_VERSION, monitor, ...known, environments };
}

function writeReadable(file: string, content: string | Buffer): void {
  writeFileSync(file, content);
  chmodSync(file, READABLE_MODE);
}
