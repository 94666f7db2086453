import { describe, expect, it } from 'vitest';
import { fuzz } from '../../bench/faults/fuzz.ts';
import { findUnreal } from '../../bench/faults/fuzz-numbers.ts';
import { findFaults } from '../../bench/faults/laws.ts';
import { breakSteps, play } from '../../bench/faults/play.ts';
import { toReliabilityPage } from '../../bench/faults/reliability-page.ts';
import { playCases, type Verdict } from '../../bench/faults/shard.ts';
import { type SoakResult, soak } from '../../bench/faults/soak.ts';
import type { VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

/** A prime, so that every fault and every situation has its turn. */
const EVERY_NTH = 83;
const SOAK_HOURS = 6;

/** What docs/reliability.md says does not hold. */
const isKnown = ({ row, faults }: Verdict): boolean =>
  /for ever, timestamps right/.test(row) ||
  (/publish answer-lost|releaseLease (refused|hangs)|^killed|^frozen.*130 s/.test(row) &&
    faults.every((fault) => fault.includes('counts what was counted')));

const A_VERDICT: Verdict = {
  group: 'AWS',
  row: 'load refused',
  situation: 'steady run',
  fault: 'load',
  faults: [],
};

const A_SOAK: SoakResult = {
  minutes: 1_440,
  wallSeconds: 2,
  apiFaultCount: 3,
  stepFaultCount: 4,
  killedCount: 5,
  failedRunCount: 6,
  heapBytes: [1, 2, 3],
  fleetBytes: 1,
  largestRowBytes: 7,
  troubleCount: 8,
  openedCount: 9,
  endedCount: 9,
  openCount: 0,
  faults: [],
};

describe('the bench of faults, in short', () => {
  it('plays one case of many, and every law holds but those that are said not to', {
    timeout: 120_000,
  }, async () => {
    const verdicts = await playCases(EVERY_NTH);

    expect(verdicts.length).toBeGreaterThan(20);
    expect(verdicts.filter(({ faults }) => faults.length > 0).filter((verdict) => !isKnown(verdict))).toEqual(
      [],
    );
  });

  it('soaks for six hours', { timeout: 120_000 }, async () => {
    const { faults, openedCount, openCount, largestRowBytes, killedCount } = await soak(SOAK_HOURS * 60, 1);

    expect(faults).toEqual([]);
    expect(openedCount).toBeGreaterThanOrEqual(2);
    expect(openCount).toBeLessThanOrEqual(1);
    expect(killedCount).toBeGreaterThan(0);
    expect(largestRowBytes).toBeLessThan(10_000);
  });

  it('gives bytes to every parser', { timeout: 60_000 }, async () => {
    const fuzzed = await fuzz(60, 1);

    expect(fuzzed.filter(({ fault }) => fault !== null)).toEqual([]);
  });
});

describe('findFaults()', () => {
  it('finds what is lost, late, wrong and untrue', { timeout: 60_000 }, async () => {
    const truth = await play(null);
    const during = { fromMinute: 4, untilMinute: 21, minutes: 20 };
    // It ends before what was not read could be made up for.
    const short = { ...during, untilMinute: 12, minutes: 12 };
    const lost = { ...short, begin: breakSteps(({ name }) => (name === 'load' ? 'refused' : null)) };
    const skewMs = 3_600_000;
    const skewed = {
      ...during,
      begin: (monitor: VirtualMonitor) => monitor.simulator.addFault({ kind: 'date-skew', skewMs }),
    };

    expect(findFaults(truth, await play(lost), { name: '', touched: [], disturbance: lost })).toEqual(
      expect.arrayContaining(['env_stuck queue-stuck was never told', 'minute 4 env_busy is missing']),
    );
    expect(findFaults(truth, await play(skewed), { name: '', touched: [], disturbance: skewed })).toEqual(
      expect.arrayContaining(['minute 6 env_busy StaleHeartbeats is 3, not 0']),
    );
  });
});

describe('findFaults() of the event bus', () => {
  it('finds what it lacks, what it has alone, and what it was told otherwise', async () => {
    const truth = await play(null);
    const [first, ...others] = truth.events;
    const theCase = {
      name: '',
      touched: [],
      disturbance: { fromMinute: 4, untilMinute: 5, begin: () => () => undefined },
    };
    const faultsWith = (events: readonly (typeof first)[]) =>
      findFaults(truth, { ...truth, events: events.filter((each) => each !== undefined) }, theCase);
    const other = first && { ...first, messageId: 'other' };
    const changed = first && { ...first, itemCount: 99 };

    expect(truth.events).toEqual(truth.alerts);
    expect(faultsWith(others)).toEqual([`${first?.messageId} never reached the bus`]);
    expect(faultsWith([first, ...others, other])).toEqual(['other reached the bus alone']);
    expect(faultsWith([first, ...others, changed])).toEqual([
      `on the bus ${first?.messageId} says different things when repeated`,
    ]);
  });
});

describe('findUnreal()', () => {
  it.each([
    [{ age: Number.NaN }, 'it.age'],
    [[1, { at: new Date(Number.NaN) }], 'it.1.at'],
    [new Map([['a', Number.POSITIVE_INFINITY]]), 'it.a'],
    [{ at: new Date(0), count: 1, text: 'x', bytes: new Uint8Array(2), nothing: null }, null],
  ])('finds in %j: %s', (value, expected) => {
    expect(findUnreal(value)).toBe(expected);
  });
});

describe('toReliabilityPage()', () => {
  it('counts what passed, and hides nothing that did not', () => {
    const failed = { ...A_VERDICT, fault: 'load twice', faults: ['minute 5 env_a QueueDepth is 0, not 1'] };
    const page = toReliabilityPage({
      verdicts: [A_VERDICT, failed],
      soak: { ...A_SOAK, faults: ['env_a.x is not true'] },
      fuzzed: [{ parser: 'timestamp', inputCount: 9, slowestMs: 0.2, fault: 'NaN' }],
      measuredOn: 'Measured today',
    }).replace(/ +\|/g, ' |');

    expect(page).toContain('1 of 2 cases keep all of them');
    expect(page).toContain('| load refused | - | **1 of 2** | - | - | - |');
    expect(page).toContain('| AWS | load twice, steady run | 1 | minute 5 env_a QueueDepth is 0, not 1 |');
    expect(page).toContain('- env_a.x is not true');
    expect(page).toContain('| timestamp | 9 | 0 ms | NaN |');
  });
});
