/** The addresses of the four requests this monitor makes. */

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
