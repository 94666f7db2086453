/**
 * The reads this monitor makes, typed: four, and two of sessions where that is wanted. Whoever holds a client can
 * neither claim nor change work: there is no other request in it.
 */

import { USER_AGENT } from '../../../contract/version.ts';
import type { WorkStats } from '../../model/reading.ts';
import type { Session } from '../../model/session.ts';
import type { Redact } from '../../redact.ts';
import type { Timing } from '../../timing.ts';
import type { RunClock } from '../clock.ts';
import type { ApiToken } from './api-token.ts';
import {
  type EnvironmentPage,
  parseEnvironment,
  parseEnvironmentPage,
  type QoderEnvironment,
} from './environments.ts';
import { createPacer, type Pacer } from './pacing.ts';
import { parseSession } from './parse-session.ts';
import { type EventsPage, parseEventsPage } from './parse-session-events.ts';
import {
  redactEnvironment,
  redactEnvironmentPage,
  redactEventsPage,
  redactWorkPage,
} from './redact-answers.ts';
import { createRequester, type RequestOptions } from './requester.ts';
import type { Transport } from './transport.ts';
import {
  type EnvironmentCursor,
  type EventsCursor,
  environmentUrl,
  listEnvironmentsUrl,
  listWorkUrl,
  sessionEventsUrl,
  sessionUrl,
  type WorkCursor,
  workStatsUrl,
} from './urls.ts';
import { parseWorkPage, parseWorkStats, type WorkPage } from './work.ts';

export type { QoderEnvironment, RequestOptions };

/**
 * Every method retries what may pass, and rejects with a QoderError for whatever the API or the network did,
 * with a RangeError for an environment id that is none, and with the token's own error.
 */
export interface QoderClient {
  /** One page of at most 100 rows, oldest first. The pause between the pages of a walk is the caller's. */
  readonly listWork: (
    environmentId: string,
    cursor: WorkCursor,
    options: RequestOptions,
  ) => Promise<WorkPage>;
  readonly workStats: (environmentId: string, options: RequestOptions) => Promise<WorkStats>;
  /** One page of at most 100 environments of every type, archived ones included. */
  readonly listEnvironments: (cursor: EnvironmentCursor, options: RequestOptions) => Promise<EnvironmentPage>;
  readonly getEnvironment: (environmentId: string, options: RequestOptions) => Promise<QoderEnvironment>;
  /** This and the next reject with a RangeError, and send nothing, unless sessions may be read. */
  readonly getSession: (sessionId: string, options: RequestOptions) => Promise<Session>;
  /** One page, newest first. */
  readonly listSessionEvents: (
    sessionId: string,
    cursor: EventsCursor,
    options: RequestOptions,
  ) => Promise<EventsPage>;
}

export interface QoderClientDeps {
  /** From parseBaseUrl. */
  readonly baseUrl: URL;
  readonly token: ApiToken;
  /** Knows every token and key; kept from run to run, since to learn a long one takes milliseconds. */
  readonly redact: Redact;
  readonly workspaceId?: string | undefined;
  /** Whether the two reads of sessions are allowed. @default false */
  readonly mayReadSessions?: boolean | undefined;
  readonly transport: Transport;
  readonly timing: Timing;
  /** Of all clients of the API. @default one for this client alone */
  readonly pacer?: Pacer;
  readonly clock: RunClock;
}

/** A client for one run. */
export function createQoderClient(deps: QoderClientDeps): QoderClient {
  const { baseUrl, token, redact, workspaceId, mayReadSessions = false, transport, timing, clock } = deps;
  const { pacer = createPacer(timing) } = deps;
  const headers = {
    accept: 'application/json',
    'user-agent': USER_AGENT,
    ...(workspaceId === undefined ? {} : { 'qoder-workspace-id': workspaceId }),
  };
  const request = createRequester({
    baseUrl,
    mayReadSessions,
    token,
    redact,
    headers,
    transport,
    timing,
    pacer,
    clock,
  });

  return {
    listWork: async (environmentId, cursor, options) => {
      const answer = await request(listWorkUrl(baseUrl, environmentId, cursor), options);
      return redactWorkPage(parseWorkPage(answer, cursor.page ?? cursor.afterId ?? null), redact);
    },
    workStats: async (environmentId, options) =>
      parseWorkStats(await request(workStatsUrl(baseUrl, environmentId), options)),
    listEnvironments: async (cursor, options) => {
      const answer = await request(listEnvironmentsUrl(baseUrl, cursor), options);
      return redactEnvironmentPage(parseEnvironmentPage(answer, cursor.page ?? null), redact);
    },
    getEnvironment: async (environmentId, options) =>
      redactEnvironment(
        parseEnvironment(await request(environmentUrl(baseUrl, environmentId), options)),
        redact,
      ),
    getSession: async (sessionId, options) =>
      parseSession(await request(sessionUrl(baseUrl, sessionId), options), sessionId),
    listSessionEvents: async (sessionId, cursor, options) => {
      const answer = await request(sessionEventsUrl(baseUrl, sessionId, cursor), options);
      return redactEventsPage(parseEventsPage(answer, cursor.page ?? null), redact);
    },
  };
}
