import { describe, expect, it } from 'vitest';
import { toShown } from '../../../../local/page/browser/shown.ts';
import { anAlert, anEnvironment, anIncident, aPageState, aRun, secondsOf } from './a-page-state.ts';

const story = anIncident([
  { minute: 1, change: 'opened', severity: 'warning', itemCount: 1 },
  { minute: 3, change: 'worsened', severity: 'critical', itemCount: 4 },
  { minute: 5, change: 'resolved', severity: 'critical', itemCount: 4 },
]);
const state = (atMinute: number | null) =>
  aPageState({
    runs: [0, 1, 2, 3, 4, 5, 6].map((minute) => aRun(minute, { env_a: minute >= 1 && minute < 5 ? 4 : 0 })),
    alerts: [anAlert(1), anAlert(3), anAlert(5)],
    incidents: [story],
    choices: { atSeconds: atMinute === null ? null : secondsOf(atMinute) },
  });

describe('toShown()', () => {
  it.each([
    [0, 'ok', 'ok', [], 0],
    [1, 'warning', 'no-workers', ['warning 1'], 1],
    [2, 'warning', 'no-workers', ['warning 1'], 1],
    [3, 'critical', 'no-workers', ['critical 4'], 2],
    [5, 'ok', 'ok', ['critical 4 over'], 3],
    [null, 'ok', 'ok', ['critical 4 over'], 3],
  ])('shows minute %j as it was: %s', (minute, tone, verdict, incidents, alertCount) => {
    const shown = toShown(state(minute));

    expect(shown.environments.map((each) => [each.tone, each.verdict])).toEqual([[tone, verdict]]);
    expect(
      shown.incidents.map(
        ({ severity, itemCount, endedAt }) => `${severity} ${itemCount}${endedAt === null ? '' : ' over'}`,
      ),
    ).toEqual(incidents);
    expect(shown.alerts).toHaveLength(alertCount);
    expect(shown.isPast).toBe(minute !== null);
    expect(shown.untilSeconds).toBe(secondsOf(minute ?? 6));
  });

  it('sorts what is worst to the top, and leaves what is equally bad in its order', () => {
    const ids = ['env_1', 'env_2', 'env_3', 'env_4', 'env_5'];
    const shown = toShown(
      aPageState({
        environments: ids.map((id) => anEnvironment({ id })),
        runs: [aRun(0, { env_1: 0, env_2: 0, env_4: 0, env_5: 0 })],
        incidents: [
          anIncident([{ minute: 0, severity: 'warning' }], { id: 'b', environmentIds: ['env_4'] }),
          anIncident([{ minute: 0, severity: 'critical' }], { id: 'c', environmentIds: ['env_5'] }),
        ],
      }),
    );

    expect(shown.environments.map(({ id, tone }) => `${id} ${tone}`)).toEqual([
      'env_5 critical',
      'env_4 warning',
      'env_3 unknown',
      'env_1 ok',
      'env_2 ok',
    ]);
  });

  it('knows nothing of an environment while nobody answers, whatever it was before', () => {
    const shown = toShown(aPageState({ runs: [aRun(0)], incidents: [story], isConnected: false }));

    expect(shown.environments.map(({ tone, verdict }) => [tone, verdict])).toEqual([['unknown', 'unknown']]);
  });

  it('keeps the run that is looked at in the part of time that is drawn', () => {
    const runs = Array.from({ length: 300 }, (_, minute) => aRun(minute));
    const { span } = toShown(aPageState({ runs, choices: { atSeconds: secondsOf(30), windowMinutes: 60 } }));

    expect(span).toEqual({ from: secondsOf(0), to: secondsOf(60) });
  });
});
