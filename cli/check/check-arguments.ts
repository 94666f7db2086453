/** The command line of `check`: what is asked, or one sentence about what is wrong with it. */
import { parseWith } from '../../contract/invalid-input.ts';
import { workspaceIdSchema } from '../../contract/settings.ts';
import { DEFAULT_BASE_URL } from '../../contract/variables.ts';
import { parseArguments, readValue, UsageError } from '../../local/arguments.ts';
import { parseApiUrl, parseEnvironmentIds } from '../api-options.ts';

export const USAGE = `Reads the work queues of self_hosted environments once and says what is stuck.

Examples
  npm run --silent check -- --environment env_x                     one environment
  npm run --silent check -- --environment env_x --environment env_y
  npm run --silent check -- --all                                   every environment of the token
  npm run --silent check -- --all --watch                           again and again, until Ctrl-C
  npm run --silent check -- --environment env_x --timeout 600       a long list: more time for its first walk
  npm run --silent check -- --all --json | jq '.environments[] | {environmentId, verdict}'

Options
  --environment ID    an environment to read; may be repeated
  --all               every self_hosted environment the token can see
  --base-url URL      base URL of the API with its prefix (or QODER_BASE_URL)
                      default ${DEFAULT_BASE_URL}
  --workspace-id ID   sent as the header qoder-workspace-id
  --timeout SECONDS   for everything together, default 60
  --watch             reads again every 30 seconds, until Ctrl-C
  --every SECONDS     how often with --watch, at least 5
  --json              for programs
  --help

The token is read from QODER_PAT. Colours follow NO_COLOR. Exit codes, as monitoring plugins use them:
0 ok, 1 warning, 2 critical, 3 unknown or error; --watch ends with that of its last reading.`;

export interface CheckArguments {
  readonly environments: 'all' | readonly string[];
  readonly baseUrl: URL;
  readonly token: string;
  readonly workspaceId: string | undefined;
  readonly timeoutSeconds: number;
  readonly isJson: boolean;
  /** Null: read once. */
  readonly watchEverySeconds: number | null;
}

const OPTIONS = {
  environment: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  'base-url': { type: 'string' },
  'workspace-id': { type: 'string' },
  timeout: { type: 'string' },
  watch: { type: 'boolean' },
  every: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/**
 * @returns `help` when the usage is asked for
 * @throws {UsageError} in one sentence with the value and the remedy
 */
export function parseCheckArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CheckArguments | 'help' {
  const values = parseArguments(args, OPTIONS);
  if (values === 'help') return 'help';
  return {
    environments: chooseEnvironments(values.environment ?? [], values.all ?? false),
    baseUrl: parseApiUrl(values['base-url'], environment),
    token: requireToken(environment.QODER_PAT),
    workspaceId: parseWorkspaceId(values['workspace-id']),
    timeoutSeconds: parseTimeout(values.timeout ?? '60'),
    isJson: values.json ?? false,
    watchEverySeconds: parseWatch(values),
  };
}

function chooseEnvironments(ids: readonly string[], isAll: boolean): CheckArguments['environments'] {
  if (isAll && ids.length > 0)
    throw new UsageError('--all and --environment exclude each other: use one of them');
  if (isAll) return 'all';
  if (ids.length === 0) throw new UsageError('No environment is named: add --environment env_x, or --all');
  return parseEnvironmentIds(ids);
}

function requireToken(token: string | undefined): string {
  const trimmed = token?.trim() ?? '';
  if (trimmed === '')
    throw new UsageError(
      'QODER_PAT is not set: put your personal access token into this environment variable',
    );
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new UsageError(
      'QODER_PAT holds characters that no token has: store the token alone, without spaces or quotes',
    );
  }
  return trimmed;
}

function parseWorkspaceId(text: string | undefined): string | undefined {
  return text === undefined
    ? undefined
    : readValue('--workspace-id', () => parseWith(workspaceIdSchema, text, '--workspace-id'));
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400)) {
    throw new UsageError(
      `--timeout is ${JSON.stringify(text)}: write seconds, more than 0 and at most 86400`,
    );
  }
  return seconds;
}

function parseWatch({
  watch,
  every,
  json,
}: {
  readonly watch?: boolean | undefined;
  readonly every?: string | undefined;
  readonly json?: boolean | undefined;
}): number | null {
  if (watch && json) throw new UsageError('--watch is for people and --json for programs: use one of them');
  if (!watch && every !== undefined) throw new UsageError('--every says how often: add --watch');
  if (!watch) return null;
  const seconds = Number(every ?? '30');
  if (seconds >= 5 && seconds <= 86_400) return seconds;
  throw new UsageError(`--every is ${JSON.stringify(every)}: write seconds, at least 5 and at most 86400`);
}
