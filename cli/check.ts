/** `qoder-monitor check`: readings of real or simulated environments, without AWS. */
import { toSecretText } from '../contract/credential.ts';
import type { ApiToken } from '../lambda/read/api/api-token.ts';
import { createHttpTransport, createKeyExchangeTransport } from '../lambda/read/api/transport.ts';
import { createSockets } from '../lambda/sockets.ts';
import { systemTiming } from '../lambda/timing.ts';
import { toToken } from '../lambda/wiring.ts';
import { UsageError } from '../local/arguments.ts';
import { CREDENTIAL_NOTE } from './api-credential.ts';
import { type CheckArguments, OPTIONS, toCheckArguments } from './check/check-arguments.ts';
import { type CheckResult, checkEnvironments } from './check/check-environments.ts';
import { PLUGIN_CODES, toExitCode } from './check/exit-code.ts';
import { createProgress } from './check/progress.ts';
import { heightsFor } from './check/text-sparkline.ts';
import { toReport } from './check/to-report.ts';
import { toReportPage } from './check/to-report-page.ts';
import { toText } from './check/to-text.ts';
import { paintFor } from './check/tone.ts';
import { watch } from './check/watch.ts';
import { defineCommand, say } from './define-command.ts';

export const checkCommand = defineCommand({
  name: 'check',
  does: 'Reads the work queues of self_hosted environments once and says what is stuck.',
  examples: [
    ['--environment env_x'],
    ['--environment env_x --environment env_y'],
    ['--all', 'every environment of the token'],
    ['--all --watch', 'again and again, until Ctrl-C'],
    ['--environment env_x --timeout 600', 'a long list: more time for its first walk'],
    ['--all --report', 'a page with the last hours, for a log or a chat'],
    ["--all --json | jq '.environments[] | {environmentId, verdict}'"],
  ],
  options: OPTIONS,
  notes: `${CREDENTIAL_NOTE}
Colours follow NO_COLOR; --report has none, and draws in ASCII where
LC_ALL, LC_CTYPE or LANG name no UTF-8. Exit codes, as monitoring plugins use them:
0 ok, 1 warning, 2 critical, 3 unknown or error; --watch ends with that of its last reading.`,
  exitCodes: { failed: PLUGIN_CODES.unknown, usage: PLUGIN_CODES.unknown },
  describeError: (error, args) => (args.includes('--json') ? toJsonError(error) : null),
  run: async (values) => {
    const parsed = toCheckArguments(values, process.env);
    if (parsed.watchEverySeconds !== null) return await watchOn(parsed, parsed.watchEverySeconds);
    const result = await readOnce(parsed, createToken(parsed));
    say(toOutput(result, parsed));
    return toExitCode(result);
  },
});

const createToken = ({ credential, baseUrl }: CheckArguments): ApiToken =>
  toToken({
    baseUrl,
    readSecret: async () => toSecretText(credential),
    exchange: createKeyExchangeTransport(createSockets()),
    timing: systemTiming,
  });

/** Progress is for who waits at a terminal, and never in what is written to a file. */
async function readOnce(parsed: CheckArguments, token: ApiToken): Promise<CheckResult> {
  const deps = {
    transport: createHttpTransport(createSockets()),
    token,
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

async function watchOn(parsed: CheckArguments, everySeconds: number): Promise<number> {
  const stopped = new AbortController();
  // A second Ctrl-C, in the midst of a reading, ends it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  // Whoever read the pipe has left, as `head` does.
  process.stdout.once('error', () => stopped.abort());
  let exitCode: number = PLUGIN_CODES.unknown;
  const token = createToken(parsed);
  const read = async () => {
    const result = await readOnce(parsed, token);
    exitCode = toExitCode(result);
    return toText(result, paintFor(process.stdout));
  };
  const write = (text: string) => process.stdout.write(text);
  const deps = { read, write, isTerminal: process.stdout.isTTY, sleep: systemTiming.sleep };
  await watch(deps, everySeconds, stopped.signal);
  return exitCode;
}

function toOutput(result: CheckResult, { isJson, isReport }: CheckArguments): string {
  if (isJson) return toJsonReport(result);
  return isReport ? toReportPage(result, heightsFor(process.env)) : toText(result, paintFor(process.stdout));
}

function toJsonReport(result: CheckResult): string {
  const report = toReport(result);
  return toJson(result.error === null ? report : { ...report, error: result.error });
}

function toJsonError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const type = error instanceof UsageError ? 'usage' : 'internal';
  return toJson({ error: { status: null, type, message, requestId: null } });
}

const toJson = (value: unknown) => JSON.stringify(value, null, 2);
