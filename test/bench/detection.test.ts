import { describe, expect, it } from 'vitest';
import { CAUSES } from '../../bench/detection/causes.ts';
import { toFleetSections, toRulesSection } from '../../bench/detection/detection-tables.ts';
import { FAULTY_FLEETS } from '../../bench/detection/faulty-fleets.ts';
import { HEALTHY_FLEETS } from '../../bench/detection/healthy-fleets.ts';
import { playFleet } from '../../bench/detection/play-fleet.ts';
import { compareWithRules } from '../../bench/detection/rules-table.ts';
import { createStage, MINUTE_MS, type Stage } from '../../bench/detection/stage.ts';
import { summarize } from '../../bench/detection/summary.ts';
import { fillMeasured } from '../../bench/fill-measured.ts';
import { createRandom } from '../../local/simulator/random.ts';
import { createSimulator } from '../../local/simulator/simulator.ts';
import { START_AT } from '../../local/virtual/virtual-monitor.ts';

const HALF_DAY = 720;
/** When the first fault of each fleet is under way, and when it is repaired and worked off. */
const MID_FAULT_MINUTE = 418;
const AFTER_MINUTE = 700;

function aStage(minutes = HALF_DAY): Stage {
  return createStage(createSimulator({ startAt: START_AT, random: createRandom(4) }), 'env_a', minutes, 5);
}

/** States and causes of what lives and is not as it should be, each once. */
const troublesOf = ({ simulator, id }: Stage) => [
  ...new Set(
    simulator
      .liveTruth(id)
      .filter(({ cause }) => cause !== 'healthy' && cause !== 'next-poll')
      .map(({ state, cause }) => `${state}: ${cause}`),
  ),
];

describe('FAULTY_FLEETS', () => {
  it.each<[keyof typeof FAULTY_FLEETS, readonly string[]]>([
    ['dead', ['active: dead-worker']],
    ['two-dead', ['active: dead-worker']],
    ['dead-host', ['active: dead-worker']],
    ['crash', ['active: dead-worker', 'queued: no-workers']],
    ['absent', ['queued: no-workers']],
    ['poison', ['queued: poison']],
    ['poison-and-absent', ['queued: poison']],
    ['never-started', ['starting: never-started']],
    ['hung', ['active: hung']],
    ['stop-ignored', ['stopping: hung']],
    ['dead-then-stopped', ['stopping: dead-worker']],
    ['saturated', ['queued: saturated']],
  ])('are what they are called: %s', (name, troubles) => {
    const stage = aStage();
    FAULTY_FLEETS[name]?.(stage);
    stage.simulator.advance(MID_FAULT_MINUTE * MINUTE_MS);
    const during = troublesOf(stage);
    stage.simulator.advance((AFTER_MINUTE - MID_FAULT_MINUTE) * MINUTE_MS);

    expect(during).toEqual(expect.arrayContaining([...troubles]));
    expect(troublesOf(stage).filter((trouble) => trouble !== 'queued: saturated')).toEqual([]);
    expect(stage.episodes.map(({ startMinute, endMinute }) => endMinute - startMinute >= 59)).not.toContain(
      false,
    );
  });

  it.each([
    ['bounced', 1],
    ['partly-bounced', 0.25],
    ['quietly-bounced', 1],
  ])('bounce: %s', (name, leastShare) => {
    const stage = aStage();
    FAULTY_FLEETS[name]?.(stage);
    stage.simulator.advance(AFTER_MINUTE * MINUTE_MS);
    const [{ startMinute, endMinute } = { startMinute: 0, endMinute: 0 }] = stage.episodes;
    const minuteOf = (at: Date | null) => (Number(at) - Number(START_AT)) / MINUTE_MS;
    const acked = stage.simulator.truth(stage.id).filter(({ acknowledgedAt }) => {
      const minute = minuteOf(acknowledgedAt);
      // Those who were replaced end their sessions, and may take one more.
      return minute > startMinute + 1 && minute < endMinute;
    });

    const bouncedCount = acked.filter(({ startedAt }) => startedAt === null).length;

    expect(acked.length).toBeGreaterThan(3);
    expect(bouncedCount / acked.length).toBeGreaterThanOrEqual(leastShare);
  });

  it('know of two faults at once, each with its item', () => {
    const stage = aStage();
    FAULTY_FLEETS['two-dead']?.(stage);
    stage.simulator.advance(HALF_DAY * MINUTE_MS);
    const [first, second] = stage.episodes;

    expect(stage.episodes.map(({ cause }) => cause)).toEqual(['first-dead', 'second-dead']);
    expect(Number(second?.startMinute) - Number(first?.startMinute)).toBeGreaterThan(15);
    expect(first?.itemIds).not.toEqual(second?.itemIds);
  });
});

describe('HEALTHY_FLEETS', () => {
  it.each(Object.entries(HEALTHY_FLEETS))('lose and break nothing: %s', (name, act) => {
    const stage = aStage();
    act(stage);
    const seen = new Set<string>();
    for (let minute = 0; minute < stage.minutes; minute += 5) {
      stage.simulator.advance(5 * MINUTE_MS);
      for (const trouble of troublesOf(stage)) seen.add(trouble);
    }

    const usual = ['queued: saturated', ...(name === 'scale-to-zero' ? ['queued: no-workers'] : [])];
    expect([...seen].filter((trouble) => !usual.includes(trouble))).toEqual([]);
    expect(stage.simulator.truth(stage.id).length).toBeGreaterThan(15);
    expect(stage.episodes).toEqual([]);
  });
});

describe('the bench of detection, in short', () => {
  it('plays fleets and counts what was told of them', { timeout: 120_000 }, async () => {
    const options = { minutes: HALF_DAY, seed: 1 };
    const plays = await Promise.all(['steady', 'dead', 'outages'].map((name) => playFleet(name, options)));
    const summary = summarize(plays, options.minutes, options.seed);
    const byCause = Object.fromEntries(summary.causes.map((cause) => [cause.cause, cause]));

    // 20 minutes of the third fleet without a monitor.
    expect(summary).toMatchObject({ environmentCount: 8, runCount: 3 * HALF_DAY - 20, learningMinutes: 360 });
    expect(Object.keys(byCause)).toEqual(['dead', 'outage', 'monitor-down']);
    expect(byCause.dead).toMatchObject({
      episodeCount: 1,
      toldCount: 1,
      firstRightCount: 1,
      itemsNamedCount: 1,
    });
    expect(byCause.outage).toMatchObject({ episodeCount: 1, toldCount: 1, firstRightCount: 1 });
    expect(summary.fleets[0]).toMatchObject({ name: 'steady', episodeCount: 0, falseOpeningCount: 0 });
    expect(Object.values(summary.messagesByChange).reduce((sum, count) => sum + count, 0)).toBe(
      plays.reduce((sum, { told }) => sum + told.length, 0),
    );
    const sections = toFleetSections(summary).replace(/ +\|/g, ' |');
    expect(sections).toContain(`| ${CAUSES.dead.what} | 1 | 1 | `);
  });

  it('plays the same days again for the same seed, and others for another', async () => {
    const depthsOf = async (seed: number) => (await playFleet('bursts', { minutes: 190, seed })).depths;

    const depths = await depthsOf(2);

    expect(await depthsOf(2)).toEqual(depths);
    expect(await depthsOf(3)).not.toEqual(depths);
  });

  it('refuses a fleet that there is not', async () => {
    await expect(playFleet('nobody', { minutes: 1, seed: 1 })).rejects.toThrow('There is no fleet "nobody"');
  });

  it('compares with the rules', async () => {
    const rows = await compareWithRules(3);

    expect(rows.map(({ missedCount, extraCount }) => missedCount + extraCount)).not.toContain(1);
    expect(toRulesSection(rows, 3)).toContain('over 3 random timelines');
  });
});

describe('fillMeasured()', () => {
  const BEGIN = '<!-- Written by npm run bench:detection -- --write. -->';

  it('replaces what is between the marks', () => {
    expect(fillMeasured(`a\n${BEGIN}\nold\n<!-- end of written -->\nb`, 'bench:detection', 'new $&')).toBe(
      `a\n${BEGIN}\n\nnew $&\n\n<!-- end of written -->\nb`,
    );
  });

  it('refuses a page without them', () => {
    expect(() => fillMeasured('a', 'bench:detection', 'new')).toThrow('its two marks are gone');
  });
});
