/** Reads one list run after run as the monitor does: what one run saves is what the next one knows. */

import { parseWith } from '../../contract/invalid-input.ts';
import { resolveRules } from '../../contract/rules.ts';
import { settingsSchema } from '../../contract/settings.ts';
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import { NO_SPOT_CHECK } from '../../lambda/model/environment-state.ts';
import type { Reading } from '../../lambda/model/reading.ts';
import { EMPTY_SCAN_MEMORY } from '../../lambda/model/scan-memory.ts';
import { isLive } from '../../lambda/model/work-item.ts';
import type { QoderClient, RequestOptions } from '../../lambda/read/api/client.ts';
import { createKeyExchangeTransport, type Transport } from '../../lambda/read/api/transport.ts';
import { createRunClock } from '../../lambda/read/clock.ts';
import { nextSpotCheckAt } from '../../lambda/read/list/check-page.ts';
import { readEnvironment } from '../../lambda/read/read-environment.ts';
import { decodeRow, STATE_SCHEMA_VERSION } from '../../lambda/remember/codec.ts';
import { deflateRanges } from '../../lambda/remember/ranges-codec.ts';
import { createSockets } from '../../lambda/sockets.ts';
import type { Timing } from '../../lambda/timing.ts';
import { toToken, wireApi } from '../../lambda/wiring.ts';
import { FIRST_RUN_AT, TOKEN } from './serve-cases.ts';

export interface Run {
  readonly reading: Reading;
  readonly liveCount: number;
  readonly durationMs: number;
}

export interface MonitorRuns {
  readonly next: () => Promise<Run>;
  /** The row of ranges as it would be stored; empty before the first write. */
  readonly row: () => Uint8Array;
  /** List requests so far, until one reached the end of the list, and since. */
  readonly requestCounts: () => { readonly untilEnd: number; readonly afterEnd: number };
}

export interface MonitorRunsDeps {
  readonly baseUrl: string;
  readonly environmentId: string;
  readonly transport: Transport;
  readonly timing: Timing;
  /** Of an earlier series of runs; null: the environment is new. */
  readonly row: Uint8Array | null;
}

const MINUTE_MS = 60_000;

export function createMonitorRuns({ environmentId, timing, ...deps }: MonitorRunsDeps): MonitorRuns {
  const rules = resolveRules(
    parseWith(settingsSchema, { schemaVersion: 1, monitor: 'bench', environments: [environmentId] }, 'bench'),
    environmentId,
  );
  const counter = createRequestCounter();
  let row = deps.row;
  // Spot checks are counted apart: the next one is a quarter of an hour later.
  const firstRunAt = nextSpotCheckAt(environmentId, FIRST_RUN_AT);
  let [runCount, previousAt] = [0, row === null ? null : firstRunAt];

  const next = async (): Promise<Run> => {
    runCount++;
    const at = new Date(firstRunAt.getTime() + runCount * MINUTE_MS);
    const memory = row === null ? EMPTY_SCAN_MEMORY : decodeRow('ranges', row, STATE_SCHEMA_VERSION).value;
    const isWalk = row === null || memory.walk !== null;
    const startedMs = timing.nowMs();
    const client = counter.count(connect(deps, timing));
    const outcome = await readEnvironment({ client, timing }, environmentId, {
      deadlineMs: startedMs + (isWalk ? TIME_BUDGET.readWalksUntilMs : TIME_BUDGET.readKnownUntilMs),
      window: Promise.resolve({ at, previousAt }),
      rules,
      metrics: 'essential',
      remembered: { memory, spotCheck: NO_SPOT_CHECK },
    });
    const { reading, memoryToSave } = outcome;
    row = memoryToSave === null ? row : deflateRanges(memoryToSave);
    previousAt = reading.completeness === 'complete' || previousAt === null ? at : previousAt;
    const liveCount = reading.items.filter(isLive).length;
    return { reading, liveCount, durationMs: timing.nowMs() - startedMs };
  };
  return { next, row: () => row ?? new Uint8Array(), requestCounts: counter.counts };
}

function connect({ baseUrl, transport }: Pick<MonitorRunsDeps, 'baseUrl' | 'transport'>, timing: Timing) {
  const url = new URL(baseUrl);
  const exchange = createKeyExchangeTransport(createSockets());
  const token = toToken({ baseUrl: url, readSecret: async () => TOKEN, exchange, timing });
  const api = wireApi({ baseUrl: url, settings: { workspaceId: undefined }, transport, timing }, token);
  return api.connect(createRunClock(() => new Date(0)));
}

/** Counts requests that were sent: those that the deadline forbids were not. */
function createRequestCounter() {
  let [untilEnd, afterEnd, isEndReached] = [0, 0, false];
  const countOne = (options: RequestOptions) => {
    if (isEndReached) afterEnd++;
    else untilEnd++;
    options.onRequest?.();
  };
  const count = (client: QoderClient): QoderClient => ({
    ...client,
    listWork: async (id, cursor, options) => {
      const page = await client.listWork(id, cursor, {
        ...options,
        onRequest: () => countOne(options),
      });
      isEndReached ||= page.nextPage === null;
      return page;
    },
  });
  return { count, counts: () => ({ untilEnd, afterEnd }) };
}
