import { describe, expect, it } from 'vitest';
import {
  ENVIRONMENT_METRICS,
  type EnvironmentMetricName,
  MONITOR_METRICS,
} from '../../../../contract/metrics.ts';
import {
  ENVIRONMENT_CHARTS,
  isSent,
  levelsOf,
  MONITOR_CHARTS,
} from '../../../../local/page/browser/chart-catalogue.ts';

describe('the charts', () => {
  it.each([
    ['environments', ENVIRONMENT_CHARTS, ENVIRONMENT_METRICS],
    ['the monitor', MONITOR_CHARTS, MONITOR_METRICS],
  ])('of %s draw every metric of the catalogue', (_name, charts, catalogue) => {
    const drawn = new Set(charts.flatMap(({ lines }) => lines.map(({ metric }) => metric as string)));

    expect([...drawn].sort()).toEqual(Object.keys(catalogue).sort());
  });

  it('show together only what is measured in the same unit', () => {
    const catalogue = { ...ENVIRONMENT_METRICS, ...MONITOR_METRICS };
    const units = [...ENVIRONMENT_CHARTS, ...MONITOR_CHARTS].map(
      ({ lines }) => new Set(lines.map(({ metric }) => catalogue[metric].unit)).size,
    );

    expect(units.filter((count) => count !== 1)).toEqual([]);
  });

  it('show the thresholds by which waiting and silence are judged', () => {
    const levels = ENVIRONMENT_CHARTS.slice(0, 2).map((chart) => levelsOf(chart));

    expect(levels).toEqual([
      { warning: 300, critical: 900, source: 'default' },
      { warning: null, critical: 600, source: 'default' },
    ]);
  });

  it('show no threshold where it is counted over another time than the chart', () => {
    const bounced = ENVIRONMENT_CHARTS.find(({ condition }) => condition === 'work-bounced');

    expect(bounced && levelsOf(bounced)).toMatchObject({ warning: null, critical: null });
  });

  it('are hidden where nothing of them is sent, and not where a part is', () => {
    const shown = (unsent: readonly EnvironmentMetricName[]) =>
      ENVIRONMENT_CHARTS.filter((chart) => isSent(chart, unsent)).length;

    expect(shown([])).toBe(ENVIRONMENT_CHARTS.length);
    expect(shown(['WorkersWanted', 'PickupsWithinObjective', 'PickupsBeyondObjective'])).toBe(
      ENVIRONMENT_CHARTS.length - 2,
    );
    expect(shown(['PickupsWithinObjective', 'LostHeartbeats'])).toBe(ENVIRONMENT_CHARTS.length);
  });

  it('show the levels in force in place of the defaults', () => {
    const learned = { warning: 420, critical: 1_260, source: 'learned' } as const;
    const [waiting] = ENVIRONMENT_CHARTS;

    expect(waiting && levelsOf(waiting, { 'queue-stuck': learned })).toBe(learned);
  });
});
