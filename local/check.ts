/** `npm run --silent check`: one reading of real or simulated environments, without AWS. */
import { fetchTransport } from '../lambda/qoder/transport.ts';
import { systemTiming } from '../lambda/timing.ts';
import { check } from './check/check.ts';
import { EXIT_CODES, toExitCode } from './check/exit-code.ts';
import { parseArguments, USAGE, UsageError } from './check/parse-arguments.ts';
import { toReport } from './check/to-report.ts';
import { toText } from './check/to-text.ts';

const args = process.argv.slice(2);
async function main(): Promise<number> {
  try {
    const parsed = parseArguments(args, process.env);
    if (parsed === 'help') return print(USAGE, EXIT_CODES.ok);
    const result = await check(parsed, {
      transport: fetchTransport,
      timing: systemTiming,
      localNow: () => new Date(),
    });
    if (!parsed.isJson) return print(toText(result), toExitCode(result));
    if (result.error !== null) return print(toJson({ error: result.error }), EXIT_CODES.unknown);
    return print(toJson(toReport(result)), toExitCode(result));
  } catch (error) {
    return printError(error);
  }
}

/** Never a stack trace: the reader is a person in a hurry, or a program. */
function printError(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  if (args.includes('--json')) {
    const type = error instanceof UsageError ? 'usage' : 'internal';
    return print(toJson({ error: { status: null, type, message, requestId: null } }), EXIT_CODES.unknown);
  }
  console.error(
    `check: ${message}${error instanceof UsageError ? '\nRun with --help for the options.' : ''}`,
  );
  return EXIT_CODES.unknown;
}

const toJson = (value: unknown) => JSON.stringify(value, null, 2);

function print(text: string, exitCode: number): number {
  console.log(text);
  return exitCode;
}

process.exitCode = await main();
