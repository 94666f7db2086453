/**
 * The addresses of the four requests this monitor makes, and of two more where it may read sessions; and the last look
 * at one before it is sent. `GET …/work/poll` claims real work and takes it away from the workers, so whatever happens
 * before, only these get past.
 */
import { ENVIRONMENT_ID_PATTERN } from '../../../contract/environment-id.ts';
import { SESSION_ID_PATTERN } from '../../../contract/session-id.ts';

/** Source: API reference, list work and list environments: `limit` is 1 to 100; above, one page says 400, another caps. */
export const PAGE_LIMIT_COUNT = 100;

/** Where a page of work begins. The API refuses more than one cursor. */
export type WorkCursor =
  | { readonly page?: string; readonly afterId?: never }
  | { readonly afterId: string; readonly page?: never };

export interface EnvironmentCursor {
  readonly page?: string;
}

export function listWorkUrl(baseUrl: URL, environmentId: string, { page, afterId }: WorkCursor): URL {
  return toUrl(baseUrl, ['environments', environmentId, 'work'], {
    limit: String(PAGE_LIMIT_COUNT),
    page,
    after_id: afterId,
  });
}

export function workStatsUrl(baseUrl: URL, environmentId: string): URL {
  return toUrl(baseUrl, ['environments', environmentId, 'work', 'stats']);
}

/** Archived environments are listed too: one can still hold live work. */
export function listEnvironmentsUrl(baseUrl: URL, { page }: EnvironmentCursor): URL {
  return toUrl(baseUrl, ['environments'], {
    limit: String(PAGE_LIMIT_COUNT),
    include_archived: 'true',
    page,
  });
}

export function environmentUrl(baseUrl: URL, environmentId: string): URL {
  return toUrl(baseUrl, ['environments', environmentId]);
}

export function sessionUrl(baseUrl: URL, sessionId: string): URL {
  return toUrl(baseUrl, ['sessions', sessionId]);
}

export interface EventsCursor {
  readonly limit: number;
  readonly page?: string | undefined;
}

/** The newest first. */
export function sessionEventsUrl(baseUrl: URL, sessionId: string, { limit, page }: EventsCursor): URL {
  return toUrl(baseUrl, ['sessions', sessionId, 'events'], { order: 'desc', limit: String(limit), page });
}

function toUrl(
  baseUrl: URL,
  segments: readonly string[],
  query: Readonly<Record<string, string | undefined>> = {},
): URL {
  const url = new URL(baseUrl);
  const path = segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/');
  url.pathname = `${baseUrl.pathname.replace(/\/+$/, '')}/${path}`;
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(key, value);
  }
  return url;
}

interface Endpoint {
  /** Segments after the base path; `ID` stands for an environment id, `SESSION` for that of a session. */
  readonly segments: readonly string[];
  readonly queryKeys: readonly string[];
}

const ID = '{id}';
const SESSION = '{session}';
const PATTERNS: Readonly<Record<string, RegExp>> = {
  [ID]: ENVIRONMENT_ID_PATTERN,
  [SESSION]: SESSION_ID_PATTERN,
};

const ENDPOINTS: readonly Endpoint[] = [
  { segments: ['environments'], queryKeys: ['limit', 'page', 'include_archived'] },
  { segments: ['environments', ID], queryKeys: [] },
  { segments: ['environments', ID, 'work'], queryKeys: ['limit', 'page', 'after_id'] },
  { segments: ['environments', ID, 'work', 'stats'], queryKeys: [] },
];
const SESSION_ENDPOINTS: readonly Endpoint[] = [
  { segments: ['sessions', SESSION], queryKeys: [] },
  { segments: ['sessions', SESSION, 'events'], queryKeys: ['order', 'limit', 'page'] },
];

/**
 * @param mayReadSessions whether it may also be one of the two that read sessions
 * @returns the path below the base URL, such as `/environments/env_a/work`
 * @throws {RangeError} unless the URL is one of those, below the base URL, with expected parameters once each
 */
export function assertAllowedUrl(baseUrl: URL, url: URL, mayReadSessions = false): string {
  const path = pathBelow(baseUrl, url);
  const endpoints = mayReadSessions ? [...ENDPOINTS, ...SESSION_ENDPOINTS] : ENDPOINTS;
  const endpoint = path === null ? undefined : endpoints.find(({ segments }) => isPathOf(segments, path));
  if (path === null || endpoint === undefined || !hasOnlyKeys(url, endpoint.queryKeys)) {
    throw new RangeError(
      `Refused to request ${JSON.stringify(`${url.pathname}${url.search}`.slice(0, 200))}: it is not one of the ` +
        `${mayReadSessions ? 'six' : 'four'} reads of this monitor; write environment ids as env_ followed by letters, digits, _ or -`,
    );
  }
  return path;
}

function pathBelow(baseUrl: URL, url: URL): string | null {
  // The protocol is compared too: for schemes without a host, every origin is the text "null".
  const isSameOrigin = url.protocol === baseUrl.protocol && url.host === baseUrl.host;
  const isPlain = url.username === '' && url.password === '' && !url.href.includes('#');
  const prefix = baseUrl.pathname.replace(/\/+$/, '');
  return isSameOrigin && isPlain && url.pathname.startsWith(`${prefix}/`)
    ? url.pathname.slice(prefix.length)
    : null;
}

/** Compares what will be sent, undecoded: no id contains %, so no encoding can hide a slash or a dot. */
function isPathOf(segments: readonly string[], path: string): boolean {
  const actual = path.split('/').slice(1);
  return (
    actual.length === segments.length &&
    segments.every((segment, index) => {
      const text = actual[index] ?? '';
      return PATTERNS[segment]?.test(text) ?? segment === text;
    })
  );
}

function hasOnlyKeys(url: URL, allowedKeys: readonly string[]): boolean {
  const keys = [...url.searchParams.keys()];
  if (keys.length === 0) return !url.href.includes('?');
  return new Set(keys).size === keys.length && keys.every((key) => allowedKeys.includes(key));
}
