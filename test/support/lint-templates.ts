import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * In one process: to load its rules takes cfn-lint longer than to read any of them.
 * @returns what it says, which is nothing of templates without errors; null where there is no cfn-lint, but on CI
 */
export async function lintTemplates(files: readonly string[]): Promise<string | null> {
  try {
    // W3005 is about CDK's own DependsOn.
    return (await promisify(execFile)('cfn-lint', ['-i', 'W3005', '--', ...files])).stdout;
  } catch (error) {
    const { code, stdout } = error as { readonly code?: string | number; readonly stdout?: string };
    if (code === 'ENOENT' && process.env.CI !== 'true') return null;
    if (!stdout) throw error;
    return stdout;
  }
}
