/** Runs a command as a person does: in a process of its own, with its own environment and standard input. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE } from '../support/compile-cache.ts';

export interface ScriptResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** As it is packed: what is tested is what is installed. */
const COMMAND = fileURLToPath(new URL('../../dist/cli/qoder-monitor.mjs', import.meta.url));

/**
 * @param name of the command; empty for none
 * @param env all of its variables: no credentials of this machine reach it
 */
function spawnScript(name: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  return spawn(process.execPath, [COMMAND, ...(name === '' ? [] : [name]), ...args], {
    env: { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...COMPILE_CACHE, ...env },
  });
}

export async function runScript(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<ScriptResult> {
  const child = spawnScript(name, args, env);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk));
  // A command that ends before it reads closes the pipe: that is its right.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, ...output };
}

/**
 * Both streams as one text, as a terminal shows them.
 * @param stopAfter ends it with Ctrl-C once its output matches
 * @param beforeStop what to do while it still runs
 */
export async function watchScript(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stopAfter?: RegExp,
  beforeStop: (output: string) => Promise<void> = async () => undefined,
): Promise<{ code: number | null; output: string }> {
  const child = spawnScript(name, args, env);
  let output = '';
  let isStopped = false;
  const onData = (chunk: Buffer) => {
    output += chunk;
    if (isStopped || !stopAfter?.test(output)) return;
    isStopped = true;
    void beforeStop(output).finally(() => child.kill('SIGINT'));
  };
  child.stdout.on('data', onData);
  child.stderr.on('data', onData);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** Reads what it writes first, and then leaves, as `head -1` does. */
export async function leaveScript(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Pick<ScriptResult, 'exitCode' | 'stderr'>> {
  const child = spawnScript(name, args, env);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk));
  child.stdout.once('data', () => child.stdout.destroy());
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, stderr };
}
