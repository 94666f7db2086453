import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Condition,
  DEFAULT_THRESHOLDS,
  SEVERITIES,
  type Severity,
} from '../../../contract/conditions.ts';
import { learnNorms as learnFrom } from '../../../lambda/judge/learn-norms.ts';
import { toNormalRange } from '../../../lambda/judge/norm-weights.ts';
import type { Incident } from '../../../lambda/model/incident.ts';
import { ITEM_NORM_NAMES, type ItemNormName, type Norms } from '../../../lambda/model/norm.ts';
import type { Reading } from '../../../lambda/model/reading.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, ago, aWorkItem, level } from '../../support/a-work-item.ts';

const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);
const QUIET = { before: [], after: [] };
const learnNorms = (
  norms: Norms,
  reading: Pick<Reading, 'completeness' | 'items'>,
  incidents: { readonly before: readonly Incident[]; readonly after: readonly Incident[] },
  at: Date,
  thresholds = DEFAULT_THRESHOLDS,
) =>
  learnFrom(
    { norms, incidents: incidents.before },
    incidents.after,
    reading,
    { thresholds },
    learnedAfter(at),
  );

/** What ended so recently waits for ten minutes. */
const learnedAfter = (at: Date) => new Date(at.getTime() + 600_000);

/** Picked up within 10 s, started within 20 s, done within 60 s. */
const aDoneItem = (stoppedSecondsAgo: number, overrides: Partial<WorkItem> = {}) =>
  aWorkItem({
    state: 'stopped',
    createdAt: ago(stoppedSecondsAgo + 90),
    acknowledgedAt: ago(stoppedSecondsAgo + 80),
    startedAt: ago(stoppedSecondsAgo + 60),
    stoppedAt: ago(stoppedSecondsAgo),
    ...overrides,
  });
const reading = (items: readonly WorkItem[]) => ({ completeness: 'complete' as const, items });
const anIncident = (condition: Condition, severity: Severity): Incident => ({
  id: `env_a.${condition}`,
  condition,
  severity,
  reason: null,
  openedAt: ago(900),
  since: ago(900),
  lastToldAt: ago(900),
  lastToldItemCount: 1,
  messageCount: 1,
  lastToldAgeSeconds: 0,
  toldReasons: [],
  grownCount: 0,
  isReturnUntold: false,
  returnedAt: null,
  isWorseningUntold: false,
  itemIds: [],
  evidence: {},
  clearSince: null,
  ending: null,
});

const longestOf = (norms: Norms, name: ItemNormName) => toNormalRange(norms[name], 2)?.toSeconds;

describe('learnNorms()', () => {
  it('learns of each item what it has come through', () => {
    const learned = learnNorms({}, reading([aDoneItem(5), aDoneItem(5)]), QUIET, AT);

    expect(ITEM_NORM_NAMES.map((name) => longestOf(learned, name))).toEqual(
      [12, 20, 68].map((s) => expect.closeTo(s, -1)),
    );
    expect(learned.run?.learnedAt).toEqual(AT);
  });

  it.each<[string, Partial<WorkItem>, readonly ItemNormName[]]>([
    ['everything', {}, ['pickup', 'startup', 'run']],
    ['a run that goes on', { state: 'active', stoppedAt: null }, ['pickup', 'startup']],
    ['no run of what never started', { startedAt: null }, ['pickup']],
    [
      'nothing of what waits',
      { state: 'queued', acknowledgedAt: null, startedAt: null, stoppedAt: null },
      [],
    ],
    ['nothing of what has instants that cannot be read', { unreadable: ['latestHeartbeatAt'] }, []],
    [
      'nothing that took less than no time',
      { createdAt: ago(10), startedAt: ago(100), stoppedAt: ago(110) },
      [],
    ],
    ['nothing that is still to come', { stoppedAt: later(1) }, ['pickup', 'startup']],
  ])('%s', (_, overrides, names) => {
    expect(Object.keys(learnNorms({}, reading([aDoneItem(5, overrides)]), QUIET, AT))).toEqual(names);
  });

  it('learns each thing once', () => {
    const [first, second] = [aDoneItem(0), aDoneItem(-600)];
    const known = learnNorms({}, reading([first]), QUIET, AT);
    const again = learnNorms(known, reading([first, second]), QUIET, later(660));
    const atOnce = learnNorms({}, reading([first, second]), QUIET, later(660));

    for (const name of ITEM_NORM_NAMES) expect(again[name]).toEqual({ ...atOnce[name], since: AT });
  });

  const KNOWN = learnNorms({}, reading([aDoneItem(1_200)]), QUIET, ago(600));

  it.each<[string, () => Norms]>([
    [
      'a partial reading',
      () => learnNorms(KNOWN, { ...reading([aDoneItem(5)]), completeness: 'partial' }, QUIET, AT),
    ],
    ['a failed one', () => learnNorms(KNOWN, { completeness: 'failed', items: [] }, QUIET, AT)],
    ['nothing new', () => learnNorms(KNOWN, reading([aDoneItem(1_200)]), QUIET, AT)],
    ['the same ten minutes', () => learnNorms(KNOWN, reading([aDoneItem(10)]), QUIET, later(-1))],
  ])('is the very same value after %s', (_, learn) => {
    expect(learn()).toBe(KNOWN);
  });

  it('learns once in ten minutes of the clock, all norms in one run', () => {
    let norms: Norms = {};
    const changedAt: number[] = [];
    for (let minute = 0; minute < 60; minute++) {
      const items = [
        aDoneItem(-minute * 60 + 20),
        aDoneItem(-minute * 60 + 20, { startedAt: null, stoppedAt: null }),
      ];
      const next = learnNorms(norms, reading(items), QUIET, later(minute * 60));
      if (next !== norms) changedAt.push(minute);
      norms = next;
    }

    expect(changedAt).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it('goes on after a clock that was ahead once', () => {
    const ahead = learnNorms({}, reading([aDoneItem(5)]), QUIET, later(86_400 * 30));
    const back = learnNorms(ahead, reading([aDoneItem(5)]), QUIET, AT);

    expect(back.run?.learnedAt).toEqual(AT);
  });

  describe('while something is wrong', () => {
    const items = reading([aDoneItem(5)]);
    const PAUSED: readonly [Condition, readonly ItemNormName[]][] = [
      ['queue-stuck', ['pickup']],
      ['stuck-starting', ['startup']],
      ['long-running', ['run']],
      ['stale-heartbeat', ['run']],
      ['session-hung', ['run']],
      ['stuck-stopping', []],
    ];

    it.each(PAUSED)('learns nothing that %s touches', (condition, paused) => {
      for (const severity of SEVERITIES) {
        const open = [anIncident(condition, severity)];
        const learned = learnNorms(KNOWN, items, { before: open, after: open }, AT);

        for (const name of ITEM_NORM_NAMES)
          expect([name, learned[name] === KNOWN[name]]).toEqual([name, paused.includes(name)]);
      }
    });

    it.each(PAUSED)('skips what happened meanwhile if %s was critical', (condition, paused) => {
      const before = [anIncident(condition, 'critical')];
      const learned = learnNorms(KNOWN, items, { before, after: [] }, AT);

      for (const name of paused)
        expect(learned[name]).toEqual({ ...KNOWN[name], learnedAt: learnedAfter(AT) });
    });

    it.each(PAUSED)('learns it afterwards if %s stayed a warning', (condition) => {
      const learned = learnNorms(KNOWN, items, { before: [anIncident(condition, 'warning')], after: [] }, AT);

      expect(learned).toEqual(learnNorms(KNOWN, items, QUIET, AT));
    });

    it('skips what was critical although something else goes on', () => {
      const goesOn = anIncident('long-running', 'warning');
      const before = [anIncident('stale-heartbeat', 'critical'), goesOn];
      const learned = learnNorms({}, items, { before, after: [goesOn] }, AT);

      expect(learned.run).toMatchObject({ learnedAt: learnedAfter(AT), weights: [] });
    });
  });

  it.each<[string, number, number | null, boolean]>([
    ['just below', 899, 900, true],
    ['as long as', 900, 900, false],
    ['longer than', 5_000, 900, false],
    ['any, where nothing is critical', 5_000, null, true],
  ])('learns, or skips all of it, by one that took %s critical', (_, seconds, critical, isLearned) => {
    const items = reading([
      aDoneItem(5),
      aWorkItem({ state: 'starting', createdAt: ago(seconds + 5), acknowledgedAt: ago(5) }),
    ]);
    const thresholds = { ...DEFAULT_THRESHOLDS, 'queue-stuck': level(300, critical) };
    const { pickup, run } = learnNorms(KNOWN, items, QUIET, AT, thresholds);

    expect(pickup?.learnedAt).toEqual(AT);
    expect(pickup?.weights !== KNOWN.pickup?.weights).toBe(isLearned);
    expect(run?.weights).not.toEqual(KNOWN.run?.weights);
  });

  it('learns nothing of pick-ups while something waits for longer than is normal: it may be the way to an incident', () => {
    const learned = (waitSeconds: number) =>
      learnNorms({}, reading([aDoneItem(5), aWorkItem({ createdAt: ago(waitSeconds - 600) })]), QUIET, AT);

    expect(Object.keys(learned(99))).toEqual(['pickup', 'startup', 'run']);
    expect(Object.keys(learned(100))).toEqual(['startup', 'run']);
  });

  it('is never moved beyond the ceiling, whatever a week of waiting teaches', () => {
    const thresholds = { ...DEFAULT_THRESHOLDS, 'queue-stuck': level(300, null) };
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 900, max: 500_000 }), { minLength: 30, maxLength: 100 }),
        (waits) => {
          const items = waits.map((seconds) =>
            aWorkItem({ state: 'stopped', createdAt: ago(seconds), acknowledgedAt: AT }),
          );
          const learned = learnNorms({}, reading(items), QUIET, AT, thresholds);

          expect(longestOf(learned, 'pickup')).toBeLessThanOrEqual(1.21 * 1_800);
        },
      ),
    );
  });
});
