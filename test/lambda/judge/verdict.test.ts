import { describe, expect, it } from 'vitest';
import { measure } from '../../../lambda/judge/measure.ts';
import { judgeQueue, type QueueVerdict } from '../../../lambda/judge/verdict.ts';
import type { WorkStats } from '../../../lambda/model/reading.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, ago, anActiveItem, aReading, aWorkItem, someRules } from '../../support/a-work-item.ts';

const stats = (pendingCount: number | null, workersPollingCount: number | null): WorkStats => ({
  depthCount: null,
  pendingCount,
  workersPollingCount,
});

const waiting = (seconds: number, overrides: Partial<WorkItem> = {}) =>
  aWorkItem({ id: 'work_1', createdAt: ago(seconds), ...overrides });

const acknowledged = (overrides: Partial<WorkItem>) =>
  aWorkItem({ id: 'work_2', state: 'starting', createdAt: ago(400), ...overrides });

interface Row {
  readonly name: string;
  readonly items: readonly WorkItem[];
  readonly stats?: WorkStats | null;
  readonly partial?: true;
  readonly expected: QueueVerdict;
}

/** Every row states what each rule saw, not only the outcome. */
const facts = (overrides: Partial<QueueVerdict['facts']> = {}): QueueVerdict['facts'] => ({
  isOldEnough: true,
  wasOvertaken: false,
  wasPassedOver: false,
  acknowledgedRecentlyCount: 0,
  pendingCount: null,
  workersPollingCount: null,
  isProgressing: false,
  freshHeartbeatCount: 0,
  busyCount: 0,
  unreadableHeartbeatCount: 0,
  ...overrides,
});

const ROWS: readonly Row[] = [
  {
    name: 'one that was passed over, and nothing else to take since: it is still the item',
    items: [waiting(900), acknowledged({ acknowledgedAt: ago(301) }), waiting(299, { id: 'work_3' })],
    stats: stats(1, 1),
    expected: {
      verdict: 'stalled',
      reason: 'overtaken',
      facts: facts({ wasPassedOver: true, pendingCount: 1, workersPollingCount: 1 }),
    },
  },
  {
    name: 'one that was passed over while others wait: nobody takes anything any more',
    items: [waiting(900), acknowledged({ acknowledgedAt: ago(301) }), waiting(300, { id: 'work_3' })],
    stats: stats(1, 1),
    expected: {
      verdict: 'stalled',
      reason: 'deliveries-unacknowledged',
      facts: facts({ pendingCount: 1, workersPollingCount: 1 }),
    },
  },
  {
    name: 'an empty queue is ok',
    items: [],
    expected: { verdict: 'ok', reason: null, facts: facts({ isOldEnough: false }) },
  },
  {
    name: 'an item just below the warning is ok, even with nobody there',
    items: [waiting(299.999)],
    stats: stats(0, 0),
    expected: {
      verdict: 'ok',
      reason: null,
      facts: facts({ isOldEnough: false, pendingCount: 0, workersPollingCount: 0 }),
    },
  },
  {
    name: 'an item of exactly the warning is judged: at least counts as reached',
    items: [waiting(300)],
    stats: stats(0, 0),
    expected: {
      verdict: 'no-workers',
      reason: 'no-workers',
      facts: facts({ pendingCount: 0, workersPollingCount: 0 }),
    },
  },
  {
    name: 'a younger item acknowledged exactly 300 s ago overtook: it is the item',
    items: [waiting(900), acknowledged({ acknowledgedAt: ago(300) })],
    stats: stats(2, 0),
    expected: {
      verdict: 'stalled',
      reason: 'overtaken',
      facts: facts({
        wasOvertaken: true,
        wasPassedOver: true,
        acknowledgedRecentlyCount: 1,
        isProgressing: true,
        pendingCount: 2,
        workersPollingCount: 0,
      }),
    },
  },
  {
    name: 'a younger item acknowledged 301 s ago is no overtaking any more',
    items: [waiting(900), acknowledged({ acknowledgedAt: ago(301) })],
    stats: stats(0, 0),
    expected: {
      verdict: 'no-workers',
      reason: 'no-workers',
      facts: facts({ wasPassedOver: true, pendingCount: 0, workersPollingCount: 0 }),
    },
  },
  {
    name: 'an item of the same second with a higher id was created after',
    items: [waiting(900), acknowledged({ createdAt: ago(900), acknowledgedAt: ago(10) })],
    expected: {
      verdict: 'stalled',
      reason: 'overtaken',
      facts: facts({
        wasOvertaken: true,
        wasPassedOver: true,
        acknowledgedRecentlyCount: 1,
        isProgressing: true,
      }),
    },
  },
  {
    name: 'an older item acknowledged recently is slow progress',
    items: [waiting(900), acknowledged({ id: 'work_0', createdAt: ago(901), acknowledgedAt: ago(10) })],
    stats: stats(1, 3),
    expected: {
      verdict: 'slow',
      reason: 'slow',
      facts: facts({
        acknowledgedRecentlyCount: 1,
        isProgressing: true,
        pendingCount: 1,
        workersPollingCount: 3,
      }),
    },
  },
  {
    name: 'an item acknowledged and already finished still shows progress',
    items: [
      aWorkItem({
        id: 'work_0',
        state: 'stopped',
        createdAt: ago(950),
        acknowledgedAt: ago(120),
        stoppedAt: ago(60),
      }),
      waiting(900),
    ],
    expected: {
      verdict: 'slow',
      reason: 'slow',
      facts: facts({ acknowledgedRecentlyCount: 1, isProgressing: true }),
    },
  },
  {
    name: 'deliveries that nobody acks come before what workers look like',
    items: [waiting(900), anActiveItem(10, { createdAt: ago(5000), acknowledgedAt: ago(4000) })],
    stats: stats(1, 1),
    expected: {
      verdict: 'stalled',
      reason: 'deliveries-unacknowledged',
      facts: facts({ pendingCount: 1, workersPollingCount: 1, freshHeartbeatCount: 1, busyCount: 1 }),
    },
  },
  {
    name: 'fresh heartbeats and nobody polling are busy workers',
    items: [waiting(900), anActiveItem(599, { createdAt: ago(5000), acknowledgedAt: ago(4000) })],
    stats: stats(0, 0),
    expected: {
      verdict: 'busy',
      reason: 'busy',
      facts: facts({ pendingCount: 0, workersPollingCount: 0, freshHeartbeatCount: 1, busyCount: 1 }),
    },
  },
  {
    name: 'fresh heartbeats are busy workers when the API does not say who polls',
    items: [waiting(900), anActiveItem(10, { acknowledgedAt: ago(4000), createdAt: ago(5000) })],
    stats: null,
    expected: { verdict: 'busy', reason: 'busy', facts: facts({ freshHeartbeatCount: 1, busyCount: 1 }) },
  },
  {
    name: 'workers that poll and beat but do not take work are stalled',
    items: [waiting(900), anActiveItem(10, { acknowledgedAt: ago(4000), createdAt: ago(5000) })],
    stats: stats(0, 2),
    expected: {
      verdict: 'stalled',
      reason: 'workers-not-taking',
      facts: facts({ pendingCount: 0, workersPollingCount: 2, freshHeartbeatCount: 1, busyCount: 1 }),
    },
  },
  {
    name: 'workers that only poll are stalled',
    items: [waiting(900)],
    stats: stats(null, 1),
    expected: { verdict: 'stalled', reason: 'workers-not-taking', facts: facts({ workersPollingCount: 1 }) },
  },
  {
    name: 'nobody polling and a heartbeat silent for 600 s are no workers',
    items: [waiting(900), anActiveItem(600)],
    stats: stats(0, 0),
    expected: {
      verdict: 'no-workers',
      reason: 'no-workers',
      facts: facts({ wasPassedOver: true, pendingCount: 0, workersPollingCount: 0 }),
    },
  },
  {
    name: 'no heartbeat and an API that does not say who polls: the reason is unknown',
    items: [waiting(900)],
    stats: stats(null, null),
    expected: { verdict: 'stalled', reason: 'unknown', facts: facts() },
  },
  {
    name: 'a partial reading allows no verdict',
    items: [waiting(900)],
    stats: null,
    partial: true,
    expected: { verdict: 'unknown', reason: null, facts: facts() },
  },
];

describe('judgeQueue()', () => {
  it.each(ROWS)('$name', ({ items, stats: stated, partial, expected }) => {
    const reading = aReading(items, {
      stats: stated ?? null,
      ...(partial ? { completeness: 'partial' } : {}),
    });
    const sample = measure(reading, { at: AT, previousAt: null }, someRules());

    expect(judgeQueue(reading, sample, someRules())).toEqual(expected);
  });
});
