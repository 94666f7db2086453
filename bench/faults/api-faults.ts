/** Each way in which the API, or what is between it and the function, can fail. */
import type { FaultKind, FaultScope } from '../../local/simulator/faults.ts';

export interface ApiFault {
  readonly name: string;
  readonly faults: readonly (FaultKind & Pick<FaultScope, 'endpoint'>)[];
  readonly isNumbersChanged?: boolean;
  /** After which the API's answer is that the environment is not there. */
  readonly mayWithdraw?: boolean;
}

const status = (code: number, body: 'envelope' | 'html' | 'empty' = 'envelope') => ({
  name: `${code} ${body}`,
  faults: [{ kind: 'status' as const, status: code, body }],
  mayWithdraw: code === 404,
});

const rewrite = (
  name: string,
  change: (body: string) => string,
  endpoint: FaultScope['endpoint'] = 'list-work',
) => ({
  name,
  faults: [{ kind: 'rewrite' as const, rewrite: change, endpoint }],
});

/** Rows changed one by one; a body without rows stays as it is. */
const rewriteRows = (name: string, change: (row: Readonly<Record<string, unknown>>) => unknown) =>
  rewrite(name, (body) => {
    const page = JSON.parse(body);
    return Array.isArray(page.data) ? JSON.stringify({ ...page, data: page.data.map(change) }) : body;
  });

/** Of requests for the work of environments. */
export const WORK_FAULTS: readonly ApiFault[] = [
  ...[401, 403, 404, 408, 429, 500, 503].map((code) => status(code)),
  ...[403, 404, 429, 500, 503].flatMap((code) => [status(code, 'html'), status(code, 'empty')]),
  { name: 'reset', faults: [{ kind: 'reset' }] },
  { name: 'hang', faults: [{ kind: 'hang' }] },
  { name: 'slow 9.5 s', faults: [{ kind: 'slow', latencyMs: 9_500 }] },
  {
    name: 'slow 9.5 s on the way',
    faults: [
      { kind: 'slow', latencyMs: 9_500 },
      { kind: 'date-skew', skewMs: -9_500 },
    ],
  },
  { name: 'garbage', faults: [{ kind: 'garbage' }] },
  {
    name: '204 without Date',
    faults: [{ kind: 'status', status: 204, body: 'empty' }, { kind: 'no-date' }],
  },
  { name: 'answers without Date', faults: [{ kind: 'no-date' }] },
  rewrite('body cut', (body) => body.slice(0, body.length / 2)),
  rewrite('array for an object', () => '[]'),
  rewrite('null for an object', () => 'null'),
  ...(['ignored', 'empty', 'endless', 'refused'] as const).map(
    (lie): ApiFault => ({ name: `cursor ${lie}`, faults: [{ kind: 'cursor', lie, endpoint: 'list-work' }] }),
  ),
  { ...rewriteRows('unknown state', (row) => ({ ...row, state: 'archived' })), isNumbersChanged: true },
  rewriteRows('unreadable heartbeat', (row) => ({ ...row, latest_heartbeat_at: 'yesterday' })),
  rewriteRows('unreadable creation', (row) => ({ ...row, created_at: 1_764_000_000 })),
  rewriteRows('times in lower case with an offset', (row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, withOffset(value)])),
  ),
  rewriteRows('rows that are null', () => null),
  rewrite('100,000 rows', () => `{"data":[${'{},'.repeat(99_999)}{}],"has_more":false}`),
];

const withOffset = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*Z$/.test(value)
    ? value.toLowerCase().replace('z', '+00:00')
    : value;

/** Of the list of environments. */
const OF_LISTS: readonly ApiFault[] = [
  listing('empty list of environments', () => []),
  listing('list that lacks env_stuck', (rows) => rows.filter(({ id }) => id !== 'env_stuck')),
  listing('list without config', (rows) => rows.map(({ config: _, ...row }) => row)),
  listing('list of malformed rows', () => [{}, { id: 7 }]),
  rewrite('list of environments cut', (body) => body.slice(0, body.length / 2), 'list-environments'),
  {
    name: 'list of environments 503',
    faults: [{ kind: 'status', status: 503, endpoint: 'list-environments' }],
  },
];
export const LIST_FAULTS: readonly ApiFault[] = OF_LISTS.map((fault) => ({ ...fault, mayWithdraw: true }));

function listing(
  name: string,
  change: (rows: readonly Readonly<Record<string, unknown>>[]) => readonly unknown[],
): ApiFault {
  const changeList = (body: string) => {
    const page = JSON.parse(body);
    return JSON.stringify({ ...page, data: change(page.data) });
  };
  return rewrite(name, changeList, 'list-environments');
}

const MINUTE_MS = 60_000;
export const SKEWS: readonly (readonly [string, number])[] = [
  ['Date 12 min ahead', 12 * MINUTE_MS],
  ['Date 1 h ahead', 60 * MINUTE_MS],
  ['Date 1 h behind', -60 * MINUTE_MS],
  ['Date 400 d ahead', 400 * 1_440 * MINUTE_MS],
];
