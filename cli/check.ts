/** `npm run --silent check`: readings of real or simulated environments, without AWS. */
import { createHttpTransport } from '../lambda/read/api/transport.ts';
import { createSockets } from '../lambda/sockets.ts';
import { systemTiming } from '../lambda/timing.ts';
import { UsageError } from '../local/arguments.ts';
import { type CheckArguments, parseCheckArguments, USAGE } from './check/check-arguments.ts';
import { type CheckResult, checkEnvironments } from './check/check-environments.ts';
import { type ExitCode, PLUGIN_CODES, toExitCode } from './check/exit-code.ts';
import { createProgress } from './check/progress.ts';
import { toReport } from './check/to-report.ts';
import { toText } from './check/to-text.ts';
import { paintFor } from './check/tone.ts';
import { watch } from './check/watch.ts';

const args = process.argv.slice(2);
async function main(): Promise<ExitCode> {
  try {
    const parsed = parseCheckArguments(args, process.env);
    if (parsed === 'help') return print(USAGE, PLUGIN_CODES.ok);
    if (parsed.watchEverySeconds !== null) return await watchOn(parsed, parsed.watchEverySeconds);
    const result = await readOnce(parsed);
    if (!parsed.isJson) return print(toText(result, paintFor(process.stdout)), toExitCode(result));
    const report = toReport(result);
    return print(
      toJson(result.error === null ? report : { ...report, error: result.error }),
      toExitCode(result),
    );
  } catch (error) {
    return printError(error);
  }
}

/** Progress is for who waits at a terminal, and never in what is written to a file. */
async function readOnce(parsed: CheckArguments): Promise<CheckResult> {
  const deps = {
    transport: createHttpTransport(createSockets()),
    timing: systemTiming,
    localNow: () => new Date(),
  };
  if (!process.stderr.isTTY) return await checkEnvironments(parsed, deps);
  const progress = createProgress((text) => process.stderr.write(text), systemTiming);
  try {
    return await checkEnvironments(parsed, { ...deps, progress });
  } finally {
    progress.clear();
  }
}

async function watchOn(parsed: CheckArguments, everySeconds: number): Promise<ExitCode> {
  const stopped = new AbortController();
  // A second Ctrl-C, in the midst of a reading, ends it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  let exitCode: ExitCode = PLUGIN_CODES.unknown;
  const read = async () => {
    const result = await readOnce(parsed);
    exitCode = toExitCode(result);
    return toText(result, paintFor(process.stdout));
  };
  const write = (text: string) => process.stdout.write(text);
  const deps = { read, write, isTerminal: process.stdout.isTTY, sleep: systemTiming.sleep };
  await watch(deps, everySeconds, stopped.signal);
  return exitCode;
}

/** Never a stack trace: the reader is a person in a hurry, or a program. */
function printError(error: unknown): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  if (args.includes('--json')) {
    const type = error instanceof UsageError ? 'usage' : 'internal';
    return print(toJson({ error: { status: null, type, message, requestId: null } }), PLUGIN_CODES.unknown);
  }
  console.error(
    `check: ${message}${error instanceof UsageError ? '\nRun with --help for the options.' : ''}`,
  );
  return PLUGIN_CODES.unknown;
}

const toJson = (value: unknown) => JSON.stringify(value, null, 2);

function print(text: string, exitCode: ExitCode): ExitCode {
  console.log(text);
  return exitCode;
}

process.exitCode = await main();
