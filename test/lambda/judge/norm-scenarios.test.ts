/** Fleets as they are: what is told of them before and after it is known what is normal there. */
import { describe, expect, it } from 'vitest';
import { judgeEnvironment } from '../../../lambda/judge/judge-environment.ts';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, aReading, aWorkItem, someRules } from '../../support/a-work-item.ts';

/** One item: seconds after the start of the fleet, and how long it took; null: for ever. */
interface Life {
  readonly createdS: number;
  readonly pickupS: number;
  readonly startupS: number | null;
  readonly runS: number | null;
}

const ENVIRONMENT = { id: 'env_a', name: null, isArchived: false };
const plus = (seconds: number | null) => (seconds === null ? null : new Date(AT.getTime() + seconds * 1000));
const sum = (...parts: readonly (number | null)[]) =>
  parts.reduce<number | null>((total, part) => (total === null || part === null ? null : total + part), 0);

const stoppedSOf = ({ createdS, pickupS, startupS, runS }: Life) => sum(createdS, pickupS, startupS, runS);

/** So long after its end nobody asks for an item. */
const FORGOTTEN_S = 1_200;

/** The item as the API lists it. */
function itemAt(life: Life, index: number, nowS: number): WorkItem {
  const { createdS, pickupS, startupS } = life;
  const [ackedS, startedS, stoppedS] = [
    createdS + pickupS,
    sum(createdS, pickupS, startupS),
    stoppedSOf(life),
  ];
  const reached = (instantS: number | null) =>
    instantS !== null && instantS <= nowS ? plus(instantS) : null;
  const [acknowledgedAt, startedAt, stoppedAt] = [reached(ackedS), reached(startedS), reached(stoppedS)];
  const state = stoppedAt ? 'stopped' : startedAt ? 'active' : acknowledgedAt ? 'starting' : 'queued';
  const latestHeartbeatAt = startedAt === null ? null : (stoppedAt ?? plus(nowS - 10));
  const createdAt = plus(createdS) ?? AT;
  const id = `work_${String(index).padStart(6, '0')}`;
  return aWorkItem({ id, state, createdAt, acknowledgedAt, startedAt, latestHeartbeatAt, stoppedAt });
}

/** A run a minute. @returns what was told, as `minute condition change severity`, and the last state */
function play(lives: readonly Life[], hours: number) {
  const told: { minute: number; text: string }[] = [];
  let state: EnvironmentState = EMPTY_STATE;
  let normWritesCount = 0;
  const endsSOf = (life: Life) => (stoppedSOf(life) ?? Number.POSITIVE_INFINITY) + FORGOTTEN_S;
  const all = lives.map((life, index) => ({ life, index, endsS: endsSOf(life) }));
  const coming = all.toSorted((a, b) => a.life.createdS - b.life.createdS).values();
  let next = coming.next();
  let listed: typeof all = [];
  for (let minute = 0; minute < hours * 60; minute++) {
    const nowS = minute * 60;
    listed = listed.filter(({ endsS }) => endsS >= nowS);
    for (; !next.done && next.value.life.createdS <= nowS; next = coming.next()) listed.push(next.value);
    const items = listed.map(({ life, index }) => itemAt(life, index, nowS));
    const stats = { depthCount: 0, pendingCount: 0, workersPollingCount: 0 };
    const window = { at: plus(nowS) ?? AT, previousAt: minute === 0 ? null : plus(nowS - 60) };
    const judged = judgeEnvironment(ENVIRONMENT, aReading(items, { stats }), state, window, someRules());
    told.push(
      ...judged.state.outbox.map(({ condition, change, severity }) => ({
        minute,
        text: `${condition} ${change} ${severity}`,
      })),
    );
    if (judged.state.norms !== state.norms) normWritesCount++;
    state = { ...judged.state, outbox: [] };
  }
  return { told, state, normWritesCount };
}

const every = (seconds: number, count: number, life: Omit<Life, 'createdS'>, fromS = 0): Life[] =>
  Array.from({ length: count }, (_, index) => ({ createdS: fromS + index * seconds, ...life }));
const FAST = { pickupS: 5, startupS: 8, runS: 60 };
const opened = ({ told }: ReturnType<typeof play>) =>
  told.filter(({ text }) => text.includes('opened')).map(({ minute, text }) => `${minute} ${text}`);

describe('a fleet', () => {
  it('whose containers take 4 to 7 minutes to start is told of until 20 have started, and no more', () => {
    const lives = Array.from({ length: 96 }, (_, index) => ({
      createdS: index * 900,
      pickupS: 5,
      startupS: 240 + ((index * 37) % 181),
      runS: 120,
    }));
    const { told, state } = play(lives, 24);

    expect(told.map(({ text }) => text)).not.toContain('stuck-starting opened critical');
    expect(told.filter(({ minute }) => minute > 21 * 15)).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
    expect(state.norms.startup?.weights.length).toBeGreaterThan(0);
  });

  it('that is scaled to zero, so that work waits 6 minutes every hour, is told of for a day', () => {
    const { told } = play(every(3_600, 72, { pickupS: 360, startupS: 8, runS: 120 }), 72);

    // Every second one is a return within the hour, which is not told again. By the hour of the twentieth the first count a little less than one.
    expect(told.filter(({ text }) => text === 'queue-stuck opened warning')).toHaveLength(11);
    expect(told.filter(({ minute }) => minute > 21 * 60)).toEqual([]);
  });

  it('that is fast is told of after 120 s', () => {
    const stuck = { createdS: 6 * 3_600, pickupS: 1_000, startupS: 8, runS: 60 };
    const played = play([...every(300, 71, FAST), stuck], 7);

    expect(opened(played)).toEqual([`${6 * 60 + 2} queue-stuck opened warning`]);
  });

  it('in which a session hangs is told of after half an hour, where runs take a minute', () => {
    const hung = { createdS: 6 * 3_600, pickupS: 5, startupS: 8, runS: null };
    const played = play([...every(300, 96, FAST), hung], 8);

    expect(opened(played)).toEqual([`${6 * 60 + 31} long-running opened warning`]);
  });

  it('in which a session hangs for a month is told of all the time', () => {
    const hung = { createdS: 6 * 3_600, pickupS: 5, startupS: 8, runS: null };
    const played = play([...every(300, 96, FAST), hung], 30 * 24);

    expect(opened(played)).toHaveLength(1);
    expect(played.told.filter(({ text }) => text.includes('resolved'))).toEqual([]);
  });

  it('that has a fault for a week is judged as before, once that is over', () => {
    const fault = every(3_600, 168, { pickupS: 1_200, startupS: 8, runS: 60 }, 24 * 3_600);
    const stuck = { createdS: 9 * 86_400, pickupS: 1_000, startupS: 8, runS: 60 };
    const played = play(
      [...every(300, 12 * 24, FAST), ...fault, ...every(300, 12 * 24, FAST, 8 * 86_400), stuck],
      9 * 24 + 1,
    );

    expect(opened(played).slice(-1)).toEqual([`${9 * 24 * 60 + 2} queue-stuck opened warning`]);
    expect(opened(played)).toHaveLength(169);
  });

  it('that is too small for an hour every day is told of as soon on the last day as on the first', () => {
    const day = (index: number) => [
      ...every(300, 200, FAST, index * 86_400),
      // Two a minute for workers that take one: the last of 120 waits an hour.
      ...Array.from({ length: 120 }, (_, item) => ({
        createdS: index * 86_400 + 20 * 3_600 + item * 30,
        pickupS: 5 + item * 30,
        startupS: 8,
        runS: 60,
      })),
    ];
    const played = play(Array.from({ length: 14 }, (_, index) => day(index)).flat(), 14 * 24);
    const minutes = played.told.flatMap(({ minute, text }) =>
      text.includes('opened') ? [minute % 1_440] : [],
    );

    expect(minutes).toHaveLength(14);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(20 * 60 + 10);
  });

  it('that does nothing costs no write, and a busy one six an hour', () => {
    expect(play([{ createdS: 0, pickupS: 5, startupS: 8, runS: null }], 1).normWritesCount).toBe(1);
    expect(play(every(30, 240, FAST), 2).normWritesCount).toBe(12);
  });
});
