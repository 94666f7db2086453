/** The deployed bundle as a function on this machine: its asset, its variables, a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SETTINGS_FILE } from '../../contract/deployment.ts';
import type { SettingsInput } from '../../contract/settings.ts';
import type { VirtualTime } from './virtual-time.ts';

const BUNDLE_FILE = 'index.mjs';
export const BUNDLE_PATH = fileURLToPath(new URL(`../../dist/lambda/${BUNDLE_FILE}`, import.meta.url));
/** Beside this file, in the package as in the sources. */
const RUNTIME_PATH = fileURLToPath(new URL(`./runtime${extname(import.meta.url)}`, import.meta.url));

export interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
  /** Null: the time of this machine. */
  readonly time: VirtualTime | null;
}

/** Between two runs: no handler is called for it. */
export interface MemoryQuestion {
  readonly asksFor: 'memory';
  readonly requestId: string;
}

export interface MemoryAnswer {
  readonly requestId: string;
  readonly memory: NodeJS.MemoryUsage;
}

export interface InvocationResult {
  readonly requestId: string;
  /** What the handler threw, as Lambda would report it; null when it returned. */
  readonly error: { readonly name: string; readonly message: string; readonly stack: string } | null;
}

export interface LocalFunction {
  /** Of its process. */
  readonly pid: number;
  /** @throws {Error} when the process ends before it answers, as a killed function does */
  readonly invoke: (event: unknown, time?: VirtualTime | null) => Promise<InvocationResult>;
  /** Of its process, without garbage where Node runs with --expose-gc. @throws {Error} when the process ends */
  readonly readMemory: () => Promise<NodeJS.MemoryUsage>;
  /** Everything written to stdout and stderr since it was started or told to forget. */
  readonly output: () => string;
  /** Its log lines of this message, parsed. */
  readonly logged: (message: string) => readonly Readonly<Record<string, unknown>>[];
  readonly forgetOutput: () => void;
  /** Ends the process at once, wherever it is. */
  readonly kill: () => void;
  readonly close: () => Promise<void>;
}

/** @param env all of its variables: nothing of this process's environment reaches the function */
export async function startFunction(
  settings: SettingsInput,
  env: Readonly<Record<string, string>>,
): Promise<LocalFunction> {
  const folder = await mkdtemp(join(tmpdir(), 'work-queue-monitor-'));
  await copyFile(BUNDLE_PATH, join(folder, BUNDLE_FILE));
  await writeFile(join(folder, SETTINGS_FILE), JSON.stringify(settings));
  return startFunctionIn(folder, env);
}

/** @param folder the function's asset; removed when it is closed */
export function startFunctionIn(folder: string, env: Readonly<Record<string, string>>): LocalFunction {
  const child = fork(RUNTIME_PATH, [join(folder, BUNDLE_FILE)], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk));

  return {
    pid: child.pid ?? 0,
    invoke: (event, time = null) =>
      ask<Invocation, InvocationResult>(child, { event, requestId: randomUUID(), time }, () => output),
    readMemory: async () => {
      const question: MemoryQuestion = { asksFor: 'memory', requestId: randomUUID() };
      return (await ask<MemoryQuestion, MemoryAnswer>(child, question, () => output)).memory;
    },
    output: () => output,
    forgetOutput: () => {
      output = '';
    },
    logged: (message) => parseLines(output).filter((line) => line.message === message),
    kill: () => void child.kill('SIGKILL'),
    close: async () => {
      const ended = hasEnded(child) ? null : once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Numbered = Pick<Invocation, 'requestId'>;

/**
 * Each question listens for itself: a race with one promise of the end would keep something of every run until then.
 * @throws {Error} when the process ends before it answers
 */
function ask<Question extends Numbered, Answer extends Numbered>(
  child: ChildProcess,
  question: Question,
  output: () => string,
): Promise<Answer> {
  const toError = () =>
    new Error(`The function ended (${child.signalCode ?? `exit code ${child.exitCode}`})\n${output()}`);
  return new Promise((resolve, reject) => {
    const onMessage = (answer: Answer) => {
      if (answer.requestId !== question.requestId) return;
      stopListening();
      resolve(answer);
    };
    const onExit = () => {
      stopListening();
      reject(toError());
    };
    const stopListening = () => child.off('message', onMessage).off('exit', onExit);
    if (hasEnded(child)) return reject(toError());
    child.on('message', onMessage).on('exit', onExit);
    // What cannot be sent any more is an uncaught error without this; the end of the process is told by onExit.
    child.send(question, () => undefined);
  });
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

function parseLines(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}
