/** Reads one list run after run as the monitor does: what one run saves is what the next one knows. */

import { parseWith } from '../../contract/invalid-input.ts';
import { resolveRules } from '../../contract/rules.ts';
import { settingsSchema } from '../../contract/settings.ts';
import type { Reading } from '../../lambda/model/reading.ts';
import { isLive } from '../../lambda/model/work-item.ts';
import { createQoderClient, type QoderClient, type RequestOptions } from '../../lambda/read/api/client.ts';
import { createServerClock } from '../../lambda/read/api/server-clock.ts';
import type { Transport } from '../../lambda/read/api/transport.ts';
import { readEnvironment } from '../../lambda/read/read-environment.ts';
import { rangesCodec } from '../../lambda/remember/ranges-codec.ts';
import { STATE_SCHEMA_VERSION } from '../../lambda/remember/state-codec.ts';
import { READ_KNOWN_UNTIL_MS, READ_WALKS_UNTIL_MS } from '../../lambda/run.ts';
import type { Timing } from '../../lambda/timing.ts';
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
  let [runCount, previousAt] = [0, row === null ? null : FIRST_RUN_AT];

  const next = async (): Promise<Run> => {
    runCount++;
    const at = new Date(FIRST_RUN_AT.getTime() + runCount * MINUTE_MS);
    const memory = row === null ? rangesCodec.empty : rangesCodec.decode(row, STATE_SCHEMA_VERSION).value;
    const isWalk = row === null || memory.walk !== null;
    const startedMs = timing.nowMs();
    const client = counter.count(connect(deps, timing));
    const outcome = await readEnvironment({ client, timing }, environmentId, {
      deadlineMs: startedMs + (isWalk ? READ_WALKS_UNTIL_MS : READ_KNOWN_UNTIL_MS),
      windowOf: () => ({ at, previousAt }),
      rules,
      metrics: 'essential',
      // Spot checks are counted apart: none is due.
      remembered: { memory, spotCheck: { at, afterId: null, hasDoubt: false } },
    });
    const { reading, memoryToSave } = outcome;
    row = memoryToSave === null ? row : rangesCodec.encode(memoryToSave);
    previousAt = reading.completeness === 'complete' || previousAt === null ? at : previousAt;
    const liveCount = reading.items.filter(isLive).length;
    return { reading, liveCount, durationMs: timing.nowMs() - startedMs };
  };
  return { next, row: () => row ?? new Uint8Array(), requestCounts: counter.counts };
}

function connect({ baseUrl, transport }: Pick<MonitorRunsDeps, 'baseUrl' | 'transport'>, timing: Timing) {
  const clock = createServerClock(timing);
  return createQoderClient({
    baseUrl: new URL(baseUrl),
    readToken: async () => TOKEN,
    transport,
    timing,
    clock,
  });
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
