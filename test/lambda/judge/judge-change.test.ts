import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, type Severity } from '../../../contract/conditions.ts';
import { type Incidents, reconcile } from '../../../lambda/judge/reconcile.ts';
import type { Finding } from '../../../lambda/model/incident.ts';
import { AT } from '../../support/a-work-item.ts';

const SUBJECT = {
  id: 'env_a',
  environmentIds: ['env_a'],
  environmentName: null,
  thresholds: DEFAULT_THRESHOLDS,
  mute: [],
};
const minute = (number: number) => new Date(AT.getTime() + number * 60_000);

/** From this minute on: why the queue is stuck; null: it is not. */
type Phase = readonly [fromMinute: number, reason: string | null, severity?: Severity, secondsLeft?: number];

/** The oldest item waits since minute -5. */
function play(phases: readonly Phase[], untilMinute: number): string[] {
  let before: Incidents = { incidents: [], endedIncidents: [] };
  const told: string[] = [];
  for (let number = 0; number <= untilMinute; number++) {
    const [, reason = null, severity = 'critical', secondsLeft] =
      phases.findLast(([from]) => from <= number) ?? [];
    const finding: Finding = {
      condition: 'queue-stuck',
      severity,
      reason,
      since: minute(-5),
      items: [],
      evidence: {},
      ...(secondsLeft === undefined ? {} : { easing: { secondsLeft } }),
    };
    const reading = { completeness: 'complete' as const, items: [], malformedCount: 0 };
    const step = reconcile(before, reason === null ? [] : [finding], reading, SUBJECT, minute(number));
    before = step;
    told.push(
      ...step.alerts.map((alert) =>
        [
          number,
          alert.change,
          alert.severity,
          alert.reason,
          alert.previousReason && `was ${alert.previousReason}`,
        ]
          .filter((word) => word !== undefined)
          .join(' '),
      ),
    );
  }
  return told;
}

describe('what is told of a stuck queue', () => {
  it.each<[string, Phase[], number, string[]]>([
    [
      'the age doubles, at growing intervals, and then it is a reminder',
      [[0, 'no-workers']],
      480,
      [
        '0 opened critical no-workers',
        '15 grew critical no-workers',
        '45 grew critical no-workers',
        '105 grew critical no-workers',
        '225 grew critical no-workers',
        '465 grew critical no-workers',
      ],
    ],
    [
      'another cause is told at once, with the one before',
      [
        [0, 'busy', 'warning'],
        [3, 'no-workers', 'warning'],
      ],
      10,
      ['0 opened warning busy', '3 changed warning no-workers was busy'],
    ],
    [
      'a cause that comes with a worse severity is one message',
      [
        [0, 'busy', 'warning'],
        [3, 'no-workers', 'critical'],
      ],
      10,
      ['0 opened warning busy', '3 worsened critical no-workers'],
    ],
    [
      'slow and busy are the same cause',
      [
        [0, 'busy', 'warning'],
        [3, 'slow', 'warning'],
        [5, 'busy', 'warning'],
      ],
      10,
      ['0 opened warning busy'],
    ],
    [
      'not to know is no news; to know is',
      [
        [0, 'no-workers'],
        [2, 'unknown'],
        [4, 'workers-not-taking'],
      ],
      6,
      ['0 opened critical no-workers', '4 changed critical workers-not-taking was no-workers'],
    ],
    [
      'what opened without a known cause tells it once it is known',
      [
        [0, 'unknown', 'warning'],
        [4, 'no-workers', 'warning'],
      ],
      6,
      ['0 opened warning unknown', '4 changed warning no-workers was unknown'],
    ],
    [
      'a cause that was told before waits for 15 minutes: causes flap',
      [
        [0, 'no-workers'],
        [1, 'workers-not-taking'],
        [2, 'no-workers'],
        [3, 'workers-not-taking'],
        [4, 'no-workers'],
      ],
      17,
      [
        '0 opened critical no-workers',
        '1 changed critical workers-not-taking was no-workers',
        '16 changed critical no-workers was workers-not-taking',
      ],
    ],
    [
      'a queue that drains is told once, as a warning, and then only as over',
      [
        [0, 'no-workers'],
        [12, 'slow', 'warning', 900],
        [70, null],
      ],
      80,
      ['0 opened critical no-workers', '12 changed warning slow was no-workers', '75 resolved critical slow'],
    ],
    [
      'a queue that is empty within five minutes is told only as over',
      [
        [0, 'no-workers'],
        [12, 'slow', 'warning', 300],
        [14, null],
      ],
      30,
      ['0 opened critical no-workers', '19 resolved critical slow'],
    ],
    ['what ends by itself soon opens nothing', [[0, 'slow', 'warning', 1_800]], 60, []],
    [
      'what takes long to end by itself opens',
      [[0, 'slow', 'warning', 1_801]],
      60,
      ['0 opened warning slow'],
    ],
    [
      'what stops to drain opens then',
      [
        [0, 'slow', 'warning', 600],
        [5, 'busy', 'warning'],
      ],
      10,
      ['5 opened warning busy'],
    ],
    [
      'a return for another cause is told at once',
      [
        [0, 'busy', 'warning'],
        [1, null],
        [10, 'no-workers', 'warning'],
      ],
      20,
      ['0 opened warning busy', '6 resolved warning busy', '10 opened warning no-workers'],
    ],
  ])('%s', (_, phases, untilMinute, expected) => {
    expect(play(phases, untilMinute)).toEqual(expected);
  });
});
