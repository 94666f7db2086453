import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnvironmentMetrics } from '../../../contract/metrics.ts';
import { measure } from '../../../lambda/judge/measure.ts';
import { contradictsItself, WORK_STATES, type WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, ago, anActiveItem, aReading, aWorkItem, level, someRules } from '../../support/a-work-item.ts';

const PREVIOUS = ago(60);
const measureItems = (items: readonly WorkItem[], previousAt: Date | null = null, rules = someRules()) =>
  measure(aReading(items), { at: AT, previousAt }, rules).metrics;

const NOTHING: EnvironmentMetrics = {
  QueueDepth: 0,
  OldestQueuedAge: 0,
  ItemsStarting: 0,
  ItemsActive: 0,
  ItemsStopping: 0,
  StaleHeartbeats: 0,
  LostHeartbeats: 0,
  OldestHeartbeatAge: 0,
  OldestActiveAge: 0,
  StuckStarting: 0,
  StuckStopping: 0,
};

const NO_FLOWS = { ItemsCreated: 0, ItemsAcknowledged: 0, ItemsStopped: 0, ItemsBounced: 0 };

const stopped = (overrides: Partial<WorkItem>) =>
  aWorkItem({ state: 'stopped', createdAt: ago(500), ...overrides });

interface Row {
  readonly name: string;
  readonly items: readonly WorkItem[];
  readonly previousAt?: Date;
  readonly expected: EnvironmentMetrics;
}

const ROWS: readonly Row[] = [
  {
    name: 'an empty environment has gauges of zero, and no flows in its first reading',
    items: [],
    expected: NOTHING,
  },
  {
    name: 'an empty environment has flows of zero from its second reading on',
    items: [],
    previousAt: PREVIOUS,
    expected: { ...NOTHING, ...NO_FLOWS },
  },
  {
    name: 'queued items are counted, the oldest by its creation',
    items: [aWorkItem({ createdAt: ago(10) }), aWorkItem({ createdAt: ago(70) })],
    expected: { ...NOTHING, QueueDepth: 2, OldestQueuedAge: 70 },
  },
  {
    name: 'items created after the instant of the run belong to the next one',
    items: [aWorkItem({ createdAt: ago(-1) })],
    previousAt: PREVIOUS,
    expected: { ...NOTHING, ...NO_FLOWS },
  },
  {
    name: 'active items silent for 179, 180 and 600 s: two are stale, one is lost',
    items: [anActiveItem(179), anActiveItem(180), anActiveItem(600)],
    expected: {
      ...NOTHING,
      ItemsActive: 3,
      StaleHeartbeats: 2,
      LostHeartbeats: 1,
      OldestHeartbeatAge: 600,
      OldestActiveAge: 630,
      TimeToDrain: 0,
    },
  },
  {
    name: 'an active item without any heartbeat is silent since it started, was acked, was created',
    items: [
      aWorkItem({ state: 'active', startedAt: ago(20), latestHeartbeatAt: null }),
      aWorkItem({ state: 'active', createdAt: ago(5000), acknowledgedAt: ago(1000) }),
      aWorkItem({ state: 'active', createdAt: ago(4000) }),
    ],
    expected: {
      ...NOTHING,
      ItemsActive: 3,
      StaleHeartbeats: 2,
      LostHeartbeats: 2,
      OldestHeartbeatAge: 4000,
      OldestActiveAge: 4000,
    },
  },
  {
    name: 'a heartbeat after the instant of the run is age zero, not negative',
    items: [anActiveItem(-5, { startedAt: ago(10), acknowledgedAt: ago(20), createdAt: ago(30) })],
    expected: { ...NOTHING, ItemsActive: 1, OldestActiveAge: 10, TimeToDrain: 0 },
  },
  {
    name: 'starting and stopping items are stuck from 300 s on',
    items: [
      aWorkItem({ state: 'starting', createdAt: ago(1000), acknowledgedAt: ago(300) }),
      aWorkItem({ state: 'starting', createdAt: ago(1000), acknowledgedAt: ago(299) }),
      aWorkItem({ state: 'stopping', createdAt: ago(9000), startedAt: ago(8000), stopRequestedAt: ago(300) }),
    ],
    expected: {
      ...NOTHING,
      ItemsStarting: 2,
      ItemsStopping: 1,
      StuckStarting: 1,
      StuckStopping: 1,
      TimeToDrain: 0,
    },
  },
  {
    name: 'an item acknowledged in the window has its wait measured, at the end of the window included',
    items: [
      aWorkItem({ state: 'starting', createdAt: ago(100), acknowledgedAt: ago(0) }),
      aWorkItem({ state: 'starting', createdAt: ago(100), acknowledgedAt: ago(60) }),
    ],
    previousAt: PREVIOUS,
    expected: {
      ...NOTHING,
      ...NO_FLOWS,
      ItemsStarting: 2,
      ItemsAcknowledged: 1,
      QueueWait: [100],
      TimeToDrain: 0,
    },
  },
  {
    name: 'a short item may be created, acked, started and stopped within one window',
    items: [
      stopped({
        createdAt: ago(50),
        acknowledgedAt: ago(48),
        startedAt: ago(45),
        latestHeartbeatAt: ago(45),
        stopRequestedAt: ago(20),
        stoppedAt: ago(18),
      }),
    ],
    previousAt: PREVIOUS,
    expected: {
      ...NOTHING,
      ItemsCreated: 1,
      ItemsAcknowledged: 1,
      ItemsStopped: 1,
      ItemsBounced: 0,
      QueueWait: [2],
      StartupTime: [3],
      RunTime: [27],
      StopLag: [2],
      TimeToDrain: 0,
    },
  },
  {
    name: 'an item that never started has neither startup nor run time, and bounced if it ended within 30 s',
    items: [
      stopped({ acknowledgedAt: ago(55), stopRequestedAt: ago(25), stoppedAt: ago(20) }),
      stopped({ acknowledgedAt: ago(55), stopRequestedAt: ago(24), stoppedAt: ago(20) }),
    ],
    previousAt: PREVIOUS,
    expected: {
      ...NOTHING,
      ItemsCreated: 0,
      ItemsAcknowledged: 2,
      ItemsStopped: 2,
      ItemsBounced: 1,
      QueueWait: [445, 445],
      StopLag: [5, 4],
      TimeToDrain: 0,
    },
  },
  {
    name: 'the queue drains at the rate of the last 15 minutes',
    items: [
      aWorkItem(),
      aWorkItem(),
      aWorkItem(),
      stopped({ acknowledgedAt: ago(899), startedAt: ago(890), stoppedAt: ago(400) }),
      stopped({ acknowledgedAt: ago(900), startedAt: ago(890), stoppedAt: ago(400) }),
    ],
    expected: { ...NOTHING, QueueDepth: 3, OldestQueuedAge: 60, TimeToDrain: 2700 },
  },
  {
    name: 'an unknown state counts as nothing it might be',
    items: [aWorkItem({ state: 'other' })],
    expected: NOTHING,
  },
];

describe('measure()', () => {
  it.each(ROWS)('$name', ({ items, previousAt, expected }) => {
    expect(measureItems(items, previousAt)).toEqual(expected);
  });

  it('says nothing of silence where a heartbeat cannot be read: it may be the longest', () => {
    const unreadable = {
      ...anActiveItem(900),
      latestHeartbeatAt: null,
      unreadable: ['latestHeartbeatAt'] as const,
    };
    const { StaleHeartbeats, LostHeartbeats, OldestHeartbeatAge, ItemsActive } = measureItems([
      unreadable,
      anActiveItem(10),
    ]);

    expect({ StaleHeartbeats, LostHeartbeats, OldestHeartbeatAge, ItemsActive }).toEqual({ ItemsActive: 2 });
  });

  it('counts stale heartbeats from the warning, where there is one', () => {
    const rules = someRules({ 'stale-heartbeat': level(60, 600) });

    expect(measureItems([anActiveItem(59), anActiveItem(60)], null, rules).StaleHeartbeats).toBe(1);
  });

  it('takes pending and polling from the work stats, and nothing where the API does not say', () => {
    const stats = { depthCount: 1, pendingCount: 2, workersPollingCount: null };

    const { metrics } = measure(aReading([], { stats }), { at: AT, previousAt: null }, someRules());

    expect(metrics).toEqual({ ...NOTHING, UnacknowledgedDeliveries: 2 });
  });

  it.each(['partial', 'failed'] as const)(
    'measures nothing of a %s reading: unknown is not zero',
    (completeness) => {
      const reading = aReading([aWorkItem()], { completeness });

      expect(measure(reading, { at: AT, previousAt: PREVIOUS }, someRules()).metrics).toEqual({});
    },
  );
});

const instant = fc.integer({ min: -600, max: 5000 }).map(ago);
const anyItem: fc.Arbitrary<WorkItem> = fc.record({
  id: fc.uuid(),
  sessionId: fc.constant(null),
  state: fc.constantFrom(...WORK_STATES, 'other' as const),
  createdAt: instant,
  acknowledgedAt: fc.option(instant),
  startedAt: fc.option(instant),
  latestHeartbeatAt: fc.option(instant),
  stopRequestedAt: fc.option(instant),
  stoppedAt: fc.option(instant),
});

describe('measure(), for any items', () => {
  const someItems = fc.uniqueArray(anyItem, { selector: ({ id }) => id, maxLength: 30 });
  const values = (metrics: EnvironmentMetrics) => Object.values(metrics).flat();

  it('has no negative and no non-finite value', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        for (const value of values(measureItems(items, PREVIOUS))) expect(value).toBeGreaterThanOrEqual(0);
        for (const value of values(measureItems(items, PREVIOUS))) expect(Number.isFinite(value)).toBe(true);
      }),
    );
  });

  it('counts each item that existed at the instant in exactly one state', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        const { QueueDepth = 0, ItemsStarting = 0, ItemsActive = 0, ItemsStopping = 0 } = measureItems(items);
        const live = items.filter(
          ({ state, createdAt }) => createdAt <= AT && state !== 'stopped' && state !== 'other',
        );
        expect(QueueDepth + ItemsStarting + ItemsActive + ItemsStopping).toBe(live.length);
      }),
    );
  });

  it('does not depend on the order of the items', () => {
    const sorted = (metrics: EnvironmentMetrics) =>
      Object.fromEntries(
        Object.entries(metrics).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.toSorted() : value,
        ]),
      );
    fc.assert(
      fc.property(
        someItems.chain((items) =>
          fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
        ),
        ([items, shuffled]) => {
          expect(sorted(measureItems(shuffled, PREVIOUS))).toEqual(sorted(measureItems(items, PREVIOUS)));
        },
      ),
    );
  });

  it('counts every event in exactly one of consecutive windows', () => {
    fc.assert(
      fc.property(someItems, fc.array(fc.integer({ min: 1, max: 4999 })), (items, cuts) => {
        const bounds = [ago(5001), ...cuts.toSorted((a, b) => b - a).map(ago), AT];
        const total = (name: 'ItemsAcknowledged' | 'ItemsStopped') =>
          bounds.slice(1).reduce((sum, at, index) => {
            const previousAt = bounds[index] ?? null;
            return sum + (measure(aReading(items), { at, previousAt }, someRules()).metrics[name] ?? 0);
          }, 0);
        const hasEventOf = (of: (item: WorkItem) => Date | null) => (item: WorkItem) => {
          const event = of(item);
          return event !== null && event <= AT && item.createdAt <= event;
        };
        const ordered = items.filter(
          ({ createdAt, acknowledgedAt, stoppedAt }) =>
            (acknowledgedAt === null || createdAt <= acknowledgedAt) &&
            (stoppedAt === null || createdAt <= stoppedAt),
        );
        fc.pre(ordered.length === items.length);
        expect(total('ItemsAcknowledged')).toBe(
          items.filter(hasEventOf((item) => item.acknowledgedAt)).length,
        );
        expect(total('ItemsStopped')).toBe(items.filter(hasEventOf((item) => item.stoppedAt)).length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('contradictsItself()', () => {
  it.each<[string, Partial<WorkItem>, boolean]>([
    ['a queued item', {}, false],
    ['a queued item that was acknowledged', { acknowledgedAt: ago(1) }, true],
    ['a starting item', { state: 'starting', acknowledgedAt: ago(1) }, false],
    ['a starting item that was never acknowledged', { state: 'starting' }, true],
    ['an active item', { state: 'active', acknowledgedAt: ago(2), startedAt: ago(1) }, false],
    ['an active item that never started', { state: 'active', acknowledgedAt: ago(2) }, true],
    ['a stopping item', { state: 'stopping', stopRequestedAt: ago(1) }, false],
    ['a stopping item that nobody asked to stop', { state: 'stopping' }, true],
    ['a stopped item that was forced to stop', { state: 'stopped', stoppedAt: ago(1) }, false],
    ['a stopped item without an end', { state: 'stopped' }, true],
    ['an item of an unknown state', { state: 'other', stoppedAt: ago(1) }, false],
  ])('%s', (_name, overrides, expected) => {
    expect(contradictsItself(aWorkItem(overrides))).toBe(expected);
  });
});
