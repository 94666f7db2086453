/** Runs a command as a person does: in a process of its own, with its own environment and standard input. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ScriptResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param env all of its variables: no credentials of this machine reach it */
export async function runScript(
  name: 'token' | 'test-alert',
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<ScriptResult> {
  const file = fileURLToPath(new URL(`../../cli/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...env },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk));
  // A command that ends before it reads closes the pipe: that is its right.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, ...output };
}
