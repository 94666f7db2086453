import { describe, expect, it } from 'vitest';
import { playAlarm, tuneAlarm } from '../../bench/detection/alarm.ts';
import { type Cause, isRight } from '../../bench/detection/causes.ts';
import { type EpisodeScore, scoreFleet, type Told } from '../../bench/detection/score.ts';
import { toSpread } from '../../bench/detection/spread.ts';
import type { Episode } from '../../bench/detection/stage.ts';

/** `102 stale-heartbeat opened warning - a,b`; the incident is the condition, or what follows its `#`. */
function toTold(line: string): Told {
  const [minute, subject = '', change = '', severity = 'warning', reason = '-', items = ''] = line.split(' ');
  return {
    minute: Number(minute),
    incidentId: subject,
    condition: subject.split('#')[0] ?? '',
    change,
    severity,
    reason: reason === '-' ? null : reason,
    itemIds: items.split(',').filter((id) => id !== ''),
  };
}

const anEpisode = (cause: Cause, startMinute: number, endMinute: number, ...itemIds: string[]): Episode => ({
  cause,
  startMinute,
  endMinute,
  itemIds,
});

interface Case {
  readonly name: string;
  readonly episodes: readonly Episode[];
  readonly told: readonly string[];
  readonly scores: readonly Partial<EpisodeScore>[];
  readonly falseMinutes?: readonly number[];
}

const DEAD = anEpisode('dead', 100.5, 160.5, 'a');
const ABSENT = anEpisode('absent', 100, 160);
const TWO_DEAD = [anEpisode('first-dead', 100, 180, 'a'), anEpisode('second-dead', 120, 180, 'b')];
const POISON_AND_ABSENT = [
  anEpisode('poison-before-absence', 100, 220, 'p'),
  anEpisode('absent-after-poison', 160, 220),
];
const NOTHING: Partial<EpisodeScore> = {
  firstMinutes: null,
  criticalMinutes: null,
  isFirstRight: false,
  resolvedMinutes: null,
  messageCount: 0,
};

describe('scoreFleet()', () => {
  it.each<Case>([
    {
      name: 'a dead worker that is told, gets worse and ends after the repair',
      episodes: [DEAD],
      told: [
        '103 stale-heartbeat opened warning - a',
        '111 stale-heartbeat worsened critical - a',
        '166 stale-heartbeat resolved critical',
      ],
      scores: [
        {
          firstMinutes: 2.5,
          criticalMinutes: 10.5,
          isFirstRight: true,
          areItemsNamed: true,
          resolvedMinutes: 5.5,
          messageCount: 3,
          otherOpeningCount: 0,
        },
      ],
    },
    {
      name: 'nothing told at all',
      episodes: [DEAD],
      told: [],
      scores: [{ ...NOTHING, areItemsNamed: false }],
    },
    {
      name: 'what is told only after the repair: it counts as a message, not as told',
      episodes: [DEAD],
      told: ['170 stale-heartbeat opened warning - a', '180 stale-heartbeat resolved'],
      scores: [{ ...NOTHING, areItemsNamed: false, messageCount: 2 }],
    },
    {
      name: 'a wrong name for it, and another item',
      episodes: [DEAD],
      told: ['110 queue-stuck opened critical slow c', '170 queue-stuck resolved critical slow'],
      scores: [
        {
          firstMinutes: 9.5,
          criticalMinutes: 9.5,
          isFirstRight: false,
          areItemsNamed: false,
          resolvedMinutes: null,
          messageCount: 2,
          otherOpeningCount: 1,
        },
      ],
    },
    {
      name: 'an end before the repair: that it opens and ends again does not make up for it',
      episodes: [ABSENT],
      told: [
        '106 queue-stuck#1 opened warning no-workers',
        '130 queue-stuck#1 resolved warning no-workers',
        '140 queue-stuck#2 opened warning no-workers',
        '190 queue-stuck#2 resolved warning no-workers',
      ],
      scores: [
        { firstMinutes: 6, isFirstRight: true, areItemsNamed: null, resolvedMinutes: null, messageCount: 4 },
      ],
    },
    {
      name: 'the last of several ends, and no end of what was told by a wrong name',
      episodes: [anEpisode('crash', 100, 160, 'a', 'b')],
      told: [
        '103 stale-heartbeat opened warning - a',
        '104 stale-heartbeat grew warning - b',
        '106 queue-stuck opened warning busy',
        '116 queue-stuck worsened critical no-workers',
        '120 stuck-starting opened warning - c',
        '125 stuck-starting resolved',
        '166 stale-heartbeat resolved',
        '198 queue-stuck resolved critical slow',
      ],
      scores: [
        {
          firstMinutes: 3,
          criticalMinutes: 16,
          areItemsNamed: true,
          resolvedMinutes: 38,
          messageCount: 8,
          otherOpeningCount: 2,
        },
      ],
    },
    {
      name: 'openings before the cause and long after the repair: they are false, later messages are not',
      episodes: [ABSENT],
      told: [
        '50 queue-stuck#0 opened warning slow',
        '60 queue-stuck#0 resolved warning slow',
        '100 queue-stuck#1 opened warning slow',
        '311 queue-stuck#2 opened warning slow',
        '320 queue-stuck#2 grew warning slow',
      ],
      scores: [NOTHING],
      falseMinutes: [50, 100, 311],
    },
    {
      name: 'two dead workers by the items that are named, and one end for both',
      episodes: TWO_DEAD,
      told: [
        '103 stale-heartbeat opened warning - a',
        '123 stale-heartbeat grew critical - a,b',
        '186 stale-heartbeat resolved critical',
      ],
      scores: [
        { firstMinutes: 3, criticalMinutes: 23, areItemsNamed: true, resolvedMinutes: 6, messageCount: 3 },
        { firstMinutes: 3, criticalMinutes: 3, areItemsNamed: true, resolvedMinutes: 6, messageCount: 2 },
      ],
    },
    {
      name: 'a second dead worker of which only the first is told again',
      episodes: TWO_DEAD,
      told: ['103 stale-heartbeat opened warning - a', '130 stale-heartbeat worsened critical - a'],
      scores: [{ firstMinutes: 3, messageCount: 2 }, NOTHING],
    },
    {
      name: 'an absence by its reason, though the oldest that waits is the poison item',
      episodes: POISON_AND_ABSENT,
      told: [
        '106 queue-stuck opened warning overtaken p',
        '162 queue-stuck grew warning overtaken p',
        '166 queue-stuck changed critical no-workers p,q',
        '260 queue-stuck resolved critical no-workers',
      ],
      scores: [
        { firstMinutes: 6, criticalMinutes: null, areItemsNamed: true, resolvedMinutes: 40, messageCount: 3 },
        { firstMinutes: 6, criticalMinutes: 6, isFirstRight: true, resolvedMinutes: 40, messageCount: 2 },
      ],
    },
    {
      name: 'the later of two where a message fits neither',
      episodes: POISON_AND_ABSENT,
      told: ['170 work-bounced opened warning - x'],
      scores: [NOTHING, { firstMinutes: 10, isFirstRight: false, messageCount: 1, otherOpeningCount: 1 }],
    },
  ])('counts $name', ({ episodes, told, scores, falseMinutes = [] }) => {
    const scored = scoreFleet(episodes, told.map(toTold));

    expect(scored.episodes).toMatchObject(scores);
    expect(scored.falseOpenings.map(({ minute }) => minute)).toEqual(falseMinutes);
  });
});

describe('isRight()', () => {
  it.each<[Cause, string, string | null, boolean]>([
    ['dead', 'stale-heartbeat', null, true],
    ['dead', 'queue-stuck', 'slow', false],
    ['poison', 'queue-stuck', 'overtaken', true],
    ['poison', 'queue-stuck', 'no-workers', false],
    ['absent', 'queue-stuck', 'busy', false],
    ['absent', 'queue-stuck', null, false],
    ['hung', 'session-hung', 'idle', true],
    ['outage', 'api-unreachable', '5xx', true],
    ['monitor-down', 'api-unreachable', null, false],
  ])('%s by %s %s: %s', (cause, condition, reason, expected) => {
    expect(isRight(cause, { condition, reason })).toBe(expected);
  });
});

describe('toSpread()', () => {
  it.each([
    [[null, null], null],
    [[4, null], { median: 4, p90: 4, mean: 4 }],
    [[9, 1, 2, 3, 4, 5, 6, 7, 8, 100], { median: 5.5, p90: 9, mean: 14.5 }],
  ])('of %j is %j', (values, expected) => {
    expect(toSpread(values)).toEqual(expected);
  });
});

describe('tuneAlarm()', () => {
  it('takes the lowest threshold that is quiet enough, with three datapoints of three', () => {
    const series = [0, 0, 2, 2, 0, 3, 3, 3, 9, 0, 0, 0, 9, 9, 9];
    const told = playAlarm(series, 3).map(({ minute, change }) => `${minute} ${change}`);
    const watched = [{ episodes: [anEpisode('saturated', 11.5, 14)], series: [series] }];
    const countFalse = (scores: readonly { falseOpenings: readonly Told[] }[]) =>
      scores[0]?.falseOpenings.length ?? 0;

    const tuned = tuneAlarm(watched, [1, 3, 4, 5], countFalse, 0);

    expect(told).toEqual(['7 opened', '11 resolved', '14 opened']);
    expect(tuned.threshold).toBe(4);
    expect(tuned.scores[0]?.episodes[0]).toMatchObject({ firstMinutes: 2.5, messageCount: 1 });
    expect(() => tuneAlarm(watched, [1], countFalse, 0)).toThrow('add higher candidates');
  });
});
