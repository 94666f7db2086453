import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordedRun } from '../../../scripts/dashboard/record-hours.ts';
import {
  type SynthesizedDashboard,
  synthesizeDashboard,
} from '../../../scripts/dashboard/synthesize-dashboard.ts';
import { toDrawnWidgets } from '../../../scripts/dashboard/to-drawing.ts';

let dashboard: SynthesizedDashboard;
beforeAll(() => {
  dashboard = synthesizeDashboard('default', { environments: 'all', emails: [] }, (body) => body);
});

const FINE: RecordedRun = {
  atSeconds: 0,
  environments: new Map(),
  monitor: { Runs: 1, NotificationsFailed: 0 },
  lines: [{ message: 'run', durationMs: 900 }],
  hasFailed: false,
};
const DEAD: RecordedRun = { ...FINE, monitor: {}, lines: [], hasFailed: true };
const SLOW: RecordedRun = { ...FINE, lines: [{ message: 'run', durationMs: 56_000 }] };
const UNSENT: RecordedRun = { ...FINE, monitor: { Runs: 1, NotificationsFailed: 2 } };

type Part = readonly [run: RecordedRun, minutes: number];

function statesAfter(parts: readonly Part[]) {
  const runs = parts.flatMap(([run, minutes]) => Array.from({ length: minutes }, () => run));
  const timed = runs.map((run, minute) => ({ ...run, atSeconds: 1_800_000_000 + minute * 60 }));
  const drawn = toDrawnWidgets(dashboard, timed).flatMap(({ content }) =>
    content.kind === 'alarms' ? content.entries : [],
  );
  return Object.fromEntries(drawn.map(({ name, state }) => [name, state]));
}

const ALL_OK = { NoSuccessfulRun: 'OK', FunctionErrors: 'OK', SlowRuns: 'OK', NotificationsFailed: 'OK' };

describe('toDrawnWidgets() draws each alarm in the state that its own definition gives it', () => {
  it.each<[string, Part[], Record<string, string>]>([
    ['after hours in which all was well', [[FINE, 60]], ALL_OK],
    [
      'when the last 8 runs failed: those without data stay as they were',
      [
        [FINE, 30],
        [DEAD, 8],
      ],
      { ...ALL_OK, NoSuccessfulRun: 'ALARM', FunctionErrors: 'ALARM' },
    ],
    [
      'when 2 runs failed',
      [
        [FINE, 30],
        [DEAD, 2],
      ],
      ALL_OK,
    ],
    [
      'some minutes after 3 runs failed',
      [
        [FINE, 30],
        [DEAD, 3],
        [FINE, 9],
      ],
      { ...ALL_OK, FunctionErrors: 'ALARM' },
    ],
    [
      'long after 3 runs failed',
      [
        [FINE, 30],
        [DEAD, 3],
        [FINE, 20],
      ],
      ALL_OK,
    ],
    [
      'when 3 runs were slow',
      [
        [FINE, 30],
        [SLOW, 3],
      ],
      { ...ALL_OK, SlowRuns: 'ALARM' },
    ],
    [
      'when 3 runs could not send',
      [
        [FINE, 9],
        [UNSENT, 3],
      ],
      { ...ALL_OK, NotificationsFailed: 'ALARM' },
    ],
    [
      'when there never was a run that succeeded',
      [[DEAD, 10]],
      {
        NoSuccessfulRun: 'ALARM',
        FunctionErrors: 'ALARM',
        SlowRuns: 'INSUFFICIENT_DATA',
        NotificationsFailed: 'INSUFFICIENT_DATA',
      },
    ],
  ])('%s', (_, parts, expected) => {
    expect(statesAfter(parts)).toEqual(expected);
  });

  it('refuses an alarm that the stack does not have', () => {
    expect(() => toDrawnWidgets({ ...dashboard, alarms: new Map() }, [FINE])).toThrow(
      /Cannot draw the alarm/,
    );
  });
});
