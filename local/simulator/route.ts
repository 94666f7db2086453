/** From method and path to the endpoint. Source: the paths of environments and environments/work. */
import type { EndpointName } from './faults.ts';
import { EXCHANGE_PATH } from './service-accounts.ts';

/** Comes before every path, as in the base URLs of the API. */
export const API_PREFIX = '/api/v1/cloud';

export interface Route {
  /** Null for a path that is none of the API. */
  readonly endpoint: EndpointName | null;
  /** Null where the path has none. */
  readonly environmentId: string | null;
  /** Empty where the path has none. */
  readonly itemId: string;
  /** Empty where the path has none. */
  readonly sessionId: string;
  readonly query: URLSearchParams;
}

const WORK_PATH = '/environments/(?<environmentId>[^/]+)/work';

/** The first that fits: `stats` and `poll` come before ids. */
const ROUTES: readonly (readonly [method: string, path: RegExp, endpoint: EndpointName])[] = [
  ['GET', /^\/environments$/, 'list-environments'],
  ['GET', /^\/environments\/(?<environmentId>[^/]+)$/, 'get-environment'],
  ['GET', /^\/sessions\/(?<sessionId>[^/]+)$/, 'get-session'],
  ['GET', /^\/sessions\/(?<sessionId>[^/]+)\/events$/, 'list-session-events'],
  ['GET', new RegExp(`^${WORK_PATH}$`), 'list-work'],
  ['GET', new RegExp(`^${WORK_PATH}/stats$`), 'work-stats'],
  ['GET', new RegExp(`^${WORK_PATH}/poll$`), 'poll-work'],
  ['GET', new RegExp(`^${WORK_PATH}/(?<itemId>[^/]+)$`), 'get-work'],
  ['POST', new RegExp(`^${WORK_PATH}/(?<itemId>[^/]+)$`), 'update-work'],
  ['POST', new RegExp(`^${WORK_PATH}/(?<itemId>[^/]+)/ack$`), 'ack-work'],
  ['POST', new RegExp(`^${WORK_PATH}/(?<itemId>[^/]+)/heartbeat$`), 'heartbeat-work'],
  ['POST', new RegExp(`^${WORK_PATH}/(?<itemId>[^/]+)/stop$`), 'stop-work'],
];

/** @param path with the prefix and the query, as in a request line */
export function toRoute(method: string, path: string): Route {
  const [pathname = '', search = ''] = path.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const apiPath = pathname.startsWith(`${API_PREFIX}/`) ? pathname.slice(API_PREFIX.length) : '';
  for (const [routeMethod, pattern, endpoint] of ROUTES) {
    const match = routeMethod === method ? pattern.exec(apiPath) : null;
    if (match === null) continue;
    // Ids of the API need no decoding; one that is encoded is none of ours and is not found.
    const { environmentId = null, itemId = '', sessionId = '' } = match.groups ?? {};
    return { endpoint, environmentId, itemId, sessionId, query };
  }
  const endpoint = method === 'POST' && pathname === EXCHANGE_PATH ? 'exchange-key' : null;
  return { endpoint, environmentId: null, itemId: '', sessionId: '', query };
}
