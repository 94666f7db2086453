/** Scans a list run after run as the monitor does: what one run saves is what the next one knows. */

import { NO_SPOT_CHECK, type SpotCheck } from '../../lambda/model/environment-state.ts';
import type { Window } from '../../lambda/model/instant.ts';
import type { ReadOutcome } from '../../lambda/model/readings.ts';
import { EMPTY_SCAN_MEMORY, type ScanMemory } from '../../lambda/model/scan-memory.ts';
import { QoderError } from '../../lambda/read/api/qoder-error.ts';
import { readEnvironment } from '../../lambda/read/read-environment.ts';
import { decodeRow } from '../../lambda/remember/codec.ts';
import { deflateRanges } from '../../lambda/remember/ranges-codec.ts';
import { someRules } from './a-work-item.ts';
import type { FakeWorkList } from './a-work-list.ts';

export interface Scanner {
  memory: ScanMemory;
  spotCheck: SpotCheck;
  /** Instant of the last complete reading; null: none yet. */
  previousAt: Date | null;
  writeCount: number;
  /** @param pagesUntilDeadline list requests after which the time for reading is over */
  readonly scan: (at: Date, pagesUntilDeadline?: number) => Promise<ReadOutcome>;
}

export function createScanner(list: FakeWorkList): Scanner {
  const scanner: Scanner = {
    memory: EMPTY_SCAN_MEMORY,
    spotCheck: NO_SPOT_CHECK,
    previousAt: null,
    writeCount: 0,
    scan: async (at, pagesUntilDeadline = Number.POSITIVE_INFINITY) => {
      list.requests = [];
      list.statsCount = 0;
      const window: Window = { at, previousAt: scanner.previousAt };
      const timing = {
        // Each request takes a second of this clock.
        nowMs: () => list.requests.length * 1000,
        sleep: async () => undefined,
        random: () => 0,
      };
      const client = {
        ...list.client,
        listWork: ((id, cursor, options) => {
          if (list.requests.length >= pagesUntilDeadline) return Promise.reject(deadline());
          return list.client.listWork(id, cursor, options);
        }) satisfies FakeWorkList['client']['listWork'],
      };
      const outcome = await readEnvironment({ client, timing }, 'env_a', {
        deadlineMs: pagesUntilDeadline * 1000,
        window: Promise.resolve(window),
        rules: someRules(),
        metrics: 'essential',
        remembered: { memory: scanner.memory, spotCheck: scanner.spotCheck },
      });
      if (outcome.memoryToSave !== null) {
        scanner.writeCount++;
        // Through the row, as it would be stored.
        scanner.memory = decodeRow('ranges', deflateRanges(outcome.memoryToSave), 1).value;
      }
      scanner.spotCheck = outcome.spotCheck;
      const isFirstWalk = scanner.previousAt === null && outcome.reading.completeness === 'partial';
      if (outcome.reading.completeness === 'complete' || isFirstWalk) scanner.previousAt = at;
      return outcome;
    },
  };
  return scanner;
}

function deadline(): QoderError {
  return new QoderError('The time is over', { status: null, type: 'deadline', requestId: null });
}
