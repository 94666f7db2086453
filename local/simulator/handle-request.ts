/** One HTTP request, without the sockets: faults first, as the gateway comes first, then token, route and endpoint. */
import type { SimulatedEnvironment } from './environment.ts';
import { type Fault, type FaultBoard, findFault, toFaultBody } from './faults.ts';
import { listEnvironments } from './list-environments.ts';
import { startIndexOf } from './list-page.ts';
import { readListQuery } from './parameters.ts';
import { Refusal, toErrorBody } from './refusal.ts';
import { type Route, toRoute } from './route.ts';
import type { ServiceAccounts } from './service-accounts.ts';
import { SESSION_ENDPOINTS } from './session-endpoints.ts';
import type { SimulatedSession } from './simulated-session.ts';
import { ENVIRONMENT_ENDPOINTS } from './work-endpoints.ts';

export interface SimulatedRequest {
  readonly method: string;
  /** With the prefix and the query, as in a request line. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** @default empty */
  readonly body?: string;
}

export interface SimulatedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long a server should wait before it answers. */
  readonly latencyMs: number;
}

/** An answer, a connection that is reset, or one on which nothing ever comes. */
export type SimulatedOutcome = SimulatedResponse | 'reset' | 'hang';

export interface RequestContext {
  readonly at: Date;
  readonly token: string;
  readonly accounts: Pick<ServiceAccounts, 'exchange' | 'isValid'>;
  readonly faults: FaultBoard;
  readonly environments: ReadonlyMap<string, SimulatedEnvironment>;
  readonly findSession: (sessionId: string) => SimulatedSession | undefined;
  /** The request id, unless the caller chose one. */
  readonly nextRequestId: () => string;
}

export function handleRequest(context: RequestContext, request: SimulatedRequest): SimulatedOutcome {
  const route = toRoute(request.method, request.path);
  const environment = context.environments.get(route.environmentId ?? '');
  const faults = context.faults.hit({
    environmentId: route.environmentId,
    endpoint: route.endpoint,
    page: () => pageOf(route, environment),
  });
  if (findFault(faults, 'reset') !== undefined) return 'reset';
  if (findFault(faults, 'hang') !== undefined) return 'hang';

  const requestId = request.headers['x-request-id'] ?? context.nextRequestId();
  const answered =
    answerByFault(faults, requestId) ?? answer(context, request, route, environment, faults, requestId);
  const rewrite = findFault(faults, 'rewrite')?.rewrite ?? ((body: string) => body);
  const skewMs = findFault(faults, 'date-skew')?.skewMs ?? 0;
  const latencyMs = findFault(faults, 'slow')?.latencyMs ?? 0;
  // A server says when it answers, not when it was asked.
  const date = { date: new Date(context.at.getTime() + latencyMs + skewMs).toUTCString() };
  return {
    status: answered.status,
    headers: { ...answered.headers, ...(findFault(faults, 'no-date') === undefined ? date : {}) },
    body: rewrite(answered.body),
    latencyMs,
  };
}

type Answer = Pick<SimulatedResponse, 'status' | 'headers' | 'body'>;

const JSON_HEADERS = { 'content-type': 'application/json' };

function answerByFault(faults: readonly Fault[], requestId: string): Answer | undefined {
  const status = findFault(faults, 'status');
  if (status !== undefined) {
    const contentType = status.body === 'html' ? { 'content-type': 'text/html' } : JSON_HEADERS;
    const headers = { ...contentType, ...status.headers };
    return { status: status.status, headers, body: toFaultBody(status, requestId) };
  }
  if (findFault(faults, 'garbage') === undefined) return undefined;
  return { status: 200, headers: JSON_HEADERS, body: '{"data": [{"id": "work_' };
}

function answer(
  context: RequestContext,
  request: SimulatedRequest,
  route: Route,
  environment: SimulatedEnvironment | undefined,
  faults: readonly Fault[],
  requestId: string,
): Answer {
  try {
    const body = callEndpoint(context, request, route, environment, faults);
    return { status: 200, headers: JSON_HEADERS, body };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const body = toErrorBody(error.status, error.message, requestId);
    return { status: error.status, headers: JSON_HEADERS, body };
  }
}

function callEndpoint(
  context: RequestContext,
  request: SimulatedRequest,
  { endpoint, itemId, sessionId, query }: Route,
  environment: SimulatedEnvironment | undefined,
  faults: readonly Fault[],
): string {
  if (endpoint === 'exchange-key')
    return JSON.stringify(context.accounts.exchange(toBearer(request), request.body ?? '', context.at));
  if (!hasToken(request, context)) throw new Refusal(401, 'Invalid API key or token.');
  if (endpoint === null) throw new Refusal(404, 'There is no such endpoint.');
  if (endpoint === 'list-environments')
    return JSON.stringify(listEnvironments([...context.environments.values()], query));
  if (endpoint === 'get-session' || endpoint === 'list-session-events') {
    const session = context.findSession(sessionId);
    if (session === undefined) throw new Refusal(404, 'Session not found.');
    return JSON.stringify(SESSION_ENDPOINTS[endpoint]({ session, query, at: context.at }));
  }
  if (environment === undefined) throw new Refusal(404, 'Environment not found.');
  if (endpoint !== 'get-environment' && environment.type !== 'self_hosted') {
    throw new Refusal(400, 'Environment is not self_hosted.');
  }
  return ENVIRONMENT_ENDPOINTS[endpoint]({
    environment,
    itemId,
    query,
    workerId: request.headers['worker-id'] ?? null,
    body: request.body ?? '',
    at: context.at,
    cursorLie: findFault(faults, 'cursor')?.lie ?? null,
  });
}

/** Whether the request bears a token as the API wants it: only as a bearer token. */
export function hasToken(
  request: SimulatedRequest,
  { token, accounts, at }: Pick<RequestContext, 'token' | 'accounts' | 'at'>,
): boolean {
  const bearer = toBearer(request);
  return bearer !== null && (bearer === token || accounts.isValid(bearer, at));
}

export function toBearer({ headers: { authorization } }: SimulatedRequest): string | null {
  return authorization?.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : null;
}

/** On which page of a whole walk the rows of a list request lie, the first being 1; null for other requests. */
function pageOf({ endpoint, query }: Route, environment: SimulatedEnvironment | undefined): number | null {
  if (endpoint !== 'list-work' || environment === undefined) return null;
  try {
    const asked = readListQuery(query);
    return Math.floor(startIndexOf(environment.items, asked) / asked.limitCount) + 1;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
