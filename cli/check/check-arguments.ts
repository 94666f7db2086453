/** The command line of `check`: what is asked, or one sentence about what is wrong with it. */

import type { Credential } from '../../contract/credential.ts';
import { UsageError, type ValuesOf } from '../../local/arguments.ts';
import { readCredential } from '../api-credential.ts';
import { API_OPTIONS, parseApiUrl, parseEnvironmentIds, parseWorkspaceId } from '../api-options.ts';

export interface CheckArguments {
  readonly environments: 'all' | readonly string[];
  readonly baseUrl: URL;
  readonly credential: Credential;
  readonly workspaceId: string | undefined;
  readonly timeoutSeconds: number;
  readonly hasSessions: boolean;
  readonly isJson: boolean;
  /** One page that also tells of the hours before. */
  readonly isReport: boolean;
  /** Null: read once. */
  readonly watchEverySeconds: number | null;
}

export const OPTIONS = {
  environment: {
    type: 'string',
    multiple: true,
    value: 'ID',
    help: 'an environment to read; may be repeated',
  },
  all: { type: 'boolean', help: 'every self_hosted environment the token can see' },
  ...API_OPTIONS,
  timeout: { type: 'string', value: 'SECONDS', help: 'for everything together, default 60' },
  watch: { type: 'boolean', help: 'reads again every 30 seconds, until Ctrl-C' },
  every: { type: 'string', value: 'SECONDS', help: 'how often with --watch, at least 5' },
  report: {
    type: 'boolean',
    help: 'one page: what is wrong, then each environment with the hours before it',
  },
  json: { type: 'boolean', help: 'for programs' },
} as const;

/** @throws {UsageError} in one sentence with the value and the remedy */
export function toCheckArguments(
  values: ValuesOf<typeof OPTIONS>,
  environment: Readonly<Record<string, string | undefined>>,
): CheckArguments {
  const baseUrl = parseApiUrl(values['base-url'], environment);
  return {
    environments: chooseEnvironments(values.environment ?? [], values.all ?? false),
    baseUrl,
    credential: readCredential(environment, baseUrl),
    workspaceId: parseWorkspaceId(values['workspace-id']),
    timeoutSeconds: parseTimeout(values.timeout ?? '60'),
    hasSessions: values.sessions ?? false,
    isJson: values.json ?? false,
    isReport: parseReport(values),
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

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400)) {
    throw new UsageError(
      `--timeout is ${JSON.stringify(text)}: write seconds, more than 0 and at most 86400`,
    );
  }
  return seconds;
}

function parseReport({ report, watch, json }: ValuesOf<typeof OPTIONS>): boolean {
  if (report && json) throw new UsageError('--report is for people and --json for programs: use one of them');
  if (report && watch) throw new UsageError('--report is one page and --watch goes on: use one of them');
  return report ?? false;
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
