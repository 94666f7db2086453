import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const DRIVER = 'synthesize-apps.mjs';

export interface WrittenApp {
  /** Beside which it finds its modules. */
  readonly file: string;
  /** Where its assembly goes. */
  readonly outFolder: string;
}

/**
 * Runs CDK apps one after the other in one process: to load the CDK takes longer than to synthesize any of them. What one of
 * them throws is thrown once the others have been run.
 */
export async function synthesizeApps(folder: string, apps: readonly WrittenApp[]): Promise<void> {
  const source = `
    const errors = [];
    for (const { file, outFolder } of ${JSON.stringify(apps)}) {
      process.env.CDK_OUTDIR = outFolder;
      await import('./' + file).catch((error) => errors.push(error));
    }
    if (errors.length > 0) throw new AggregateError(errors);
  `;
  writeFileSync(join(folder, DRIVER), source);
  await promisify(execFile)(process.execPath, [DRIVER], { cwd: folder });
}
