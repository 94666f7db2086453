/** Reads what a request says; everything that is not documented as valid is refused with 400. */
import { parseJson } from '../../contract/parse-json.ts';
import type { Cursor, ListQuery } from './list-page.ts';
import { Refusal } from './refusal.ts';

const DEFAULT_LIMIT_COUNT = 20;
/** Source: work/list and environments/list. */
export const MAX_LIMIT_COUNT = 100;

const WORK_ID = /^work_[0-9a-f]{32}$/;
const HEARTBEAT = /^(NO_HEARTBEAT|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)$/;

/** @param range what is documented, told in the refusal */
function readInteger(query: URLSearchParams, name: string, min: number, max: number, range: string) {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) throw new Refusal(400, `${name} must be ${range}.`);
  return value;
}

/** @returns the limit as asked for, 20 if it is not */
export function readLimit(query: URLSearchParams): number {
  return (
    readInteger(query, 'limit', 1, Number.POSITIVE_INFINITY, 'a positive integer') ?? DEFAULT_LIMIT_COUNT
  );
}

export function readListQuery(query: URLSearchParams): ListQuery {
  const limitCount = Math.min(readLimit(query), MAX_LIMIT_COUNT);
  const given = ['page', 'before_id', 'after_id'].filter((name) => query.has(name));
  if (given.length > 1) throw new Refusal(400, 'Only one of page, before_id and after_id may be provided.');
  return { limitCount, cursor: readCursor(query, given[0]) };
}

/** Our choice: a cursor that is no work item id is refused. */
function readCursor(query: URLSearchParams, name: string | undefined): Cursor {
  if (name === undefined) return { from: 'start' };
  const id = query.get(name) ?? '';
  if (!WORK_ID.test(id)) throw new Refusal(400, `${name} is not a valid cursor.`);
  return { from: name === 'before_id' ? 'before' : 'after', id };
}

export function readPoll(query: URLSearchParams) {
  // Our choice: validated and then ignored, since virtual time does not pass while a request is answered.
  readInteger(query, 'block_ms', 1, 999, 'an integer from 1 to 999');
  const reclaimOlderThanMs = readInteger(
    query,
    'reclaim_older_than_ms',
    0,
    Number.POSITIVE_INFINITY,
    'a non-negative integer',
  );
  return reclaimOlderThanMs === undefined ? {} : { reclaimOlderThanMs };
}

/** Source: work/heartbeat. The default is not documented for Qoder; 90 s is Anthropic's. */
const TTL_SECONDS = { default: 90, min: 10, max: 600 };

export function readHeartbeat(query: URLSearchParams) {
  const expectedLastHeartbeat = query.get('expected_last_heartbeat');
  if (expectedLastHeartbeat !== null && !HEARTBEAT.test(expectedLastHeartbeat)) {
    throw new Refusal(400, 'expected_last_heartbeat must be NO_HEARTBEAT or a timestamp.');
  }
  const desired = readInteger(
    query,
    'desired_ttl_seconds',
    1,
    Number.POSITIVE_INFINITY,
    'a positive integer',
  );
  const ttlSeconds = Math.min(Math.max(desired ?? TTL_SECONDS.default, TTL_SECONDS.min), TTL_SECONDS.max);
  return { expectedLastHeartbeat, ttlSeconds };
}

/** An empty body means a graceful stop. */
export function readForce(body: string): boolean {
  const { force = false } = readObject(body);
  if (typeof force !== 'boolean') throw new Refusal(400, 'force must be a boolean.');
  return force;
}

export function readMetadata(body: string): Readonly<Record<string, string | null>> {
  const { metadata = {} } = readObject(body);
  if (!isStringMap(metadata)) throw new Refusal(400, 'metadata must map strings to strings or null.');
  return metadata;
}

function readObject(body: string): Readonly<Record<string, unknown>> {
  if (body === '') return {};
  const value = parseJson(body);
  if (isObject(value)) return value;
  throw new Refusal(400, 'Request body must be a JSON object.');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringMap(value: unknown): value is Readonly<Record<string, string | null>> {
  return (
    isObject(value) && Object.values(value).every((entry) => entry === null || typeof entry === 'string')
  );
}
