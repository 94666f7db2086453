/**
 * How a run is put together. The function, the benches, the cost counter, the tests and `check` all use it, each
 * with parts of its own.
 */
import { toCommandLine } from '../contract/commands.ts';
import type { EnvironmentMetrics, MonitorMetrics } from '../contract/metrics.ts';
import type { Settings } from '../contract/settings.ts';
import { createLog, type Log } from './log.ts';
import { type Share, WHOLE } from './model/share.ts';
import type { SendEvents } from './notify/send-events.ts';
import type { SendAlert } from './notify/send-in-order.ts';
import { REQUESTS_PER_SECOND } from './read/api/adaptive-rate.ts';
import { type ApiToken, createApiToken } from './read/api/api-token.ts';
import { createQoderClient, type QoderClient } from './read/api/client.ts';
import { createPacer } from './read/api/pacing.ts';
import type { KeyExchangeTransport, Transport } from './read/api/transport.ts';
import type { RunClock } from './read/clock.ts';
import { createRedact, type Redact } from './redact.ts';
import type { Store } from './remember/store.ts';
import type { RunTiming, Timing } from './timing.ts';

/** What a run touches outside itself. */
export interface Parts extends ApiParts, TokenParts {
  readonly settings: Settings;
  /** Of the environments: those that this function watches. */
  readonly share: Share;
  readonly timing: RunTiming;
  readonly store: Store;
  readonly publishMetrics: (metrics: PublishedMetrics, signal: AbortSignal) => Promise<void>;
  readonly sendAlert: SendAlert;
  /** Null: there is no event bus. */
  readonly sendEvents: SendEvents | null;
  /** The local clock serves only lease and skew. */
  readonly localNow: () => Date;
  readonly writeLine: (line: string) => void;
}

/** What reading the API takes. */
export interface ApiParts {
  readonly baseUrl: URL;
  readonly settings: Pick<Settings, 'workspaceId'> & Partial<Pick<Settings, 'sessions' | 'tokenPerShard'>>;
  /** @default WHOLE */
  readonly share?: Share;
  readonly transport: Transport;
  readonly timing: Timing;
}

/** What logging in to it takes. */
export interface TokenParts {
  readonly baseUrl: URL;
  readonly readSecret: () => Promise<string>;
  /** For a service account key alone. */
  readonly exchange: KeyExchangeTransport;
  readonly timing: Timing;
}

/** One call's worth of metrics, all with the scheduled minute as their timestamp. */
export interface PublishedMetrics {
  readonly scheduledAt: Date;
  readonly environments: ReadonlyMap<string, EnvironmentMetrics>;
  readonly monitor: MonitorMetrics;
}

export interface Wiring extends Parts, Api {
  readonly log: Log;
}

export interface Api {
  readonly token: ApiToken;
  /** A client for one run. */
  readonly connect: (clock: RunClock) => QoderClient;
}

/**
 * @param token kept from run to run, with what was read of the secret
 * @param redact of the same token: what it makes of a secret is kept, so one does for client, log and messages
 */
export function wire(
  parts: Parts,
  token: ApiToken = toToken(parts),
  redact: Redact = createRedact(token.seen),
): Wiring {
  return { ...parts, ...wireApi(parts, token, redact), log: createLog(parts.writeLine, redact) };
}

export function wireApi(parts: ApiParts, token: ApiToken, redact: Redact = createRedact(token.seen)): Api {
  const { baseUrl, settings, transport, timing, share = WHOLE } = parts;
  const { workspaceId, sessions: mayReadSessions, tokenPerShard = false } = settings;
  // What the API refused in the run before still holds in this one.
  const pacer = createPacer(timing, REQUESTS_PER_SECOND / (tokenPerShard ? 1 : share.count));
  return {
    token,
    connect: (clock) =>
      createQoderClient({
        baseUrl,
        token,
        redact,
        workspaceId,
        mayReadSessions,
        transport,
        timing,
        pacer,
        clock,
      }),
  };
}

/** @param command stores a token */
export function toToken(
  { readSecret, timing, baseUrl, exchange }: TokenParts,
  command = toCommandLine('token'),
): ApiToken {
  return createApiToken({ readSecret, timing, baseUrl, exchange, remedy: `store one with: ${command}` });
}
