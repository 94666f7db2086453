import { describe, expect, it } from 'vitest';
import { ticksIn, toLanes, toTicks } from '../../../../local/page/browser/lanes.ts';
import type { IncidentView } from '../../../../local/page/page-model.ts';

const from = Date.parse('2026-11-24T12:00:00Z') / 1000;
const to = from + 3_600;
const environments = [{ id: 'env_a', name: 'nightly' }];
/** A label then takes about 2% of it. */
const WIDE_PX = 6_000;

function anIncident(openedMinute: number, endedMinute: number | null, changes: Partial<IncidentView> = {}) {
  const instant = (minute: number) => new Date((from + minute * 60) * 1000).toISOString();
  return {
    id: `${changes.condition ?? 'queue-stuck'}-${openedMinute}`,
    environmentIds: ['env_a'],
    condition: 'queue-stuck',
    severity: 'warning',
    reason: null,
    openedAt: instant(openedMinute),
    endedAt: endedMinute === null ? null : instant(endedMinute),
    itemCount: 1,
    messages: [],
    ...changes,
  } as const satisfies IncidentView;
}

const places = (incidents: readonly IncidentView[]) =>
  toLanes(environments, incidents, { from, to, widthPx: WIDE_PX }).map(({ id, rowCount, bars }) => [
    id,
    rowCount,
    bars.map(({ startRatio, endRatio, row }) => [startRatio, endRatio, row]),
  ]);
const labels = (incidents: readonly IncidentView[], widthPx: number) =>
  toLanes(environments, incidents, { from, to, widthPx })[0]?.bars.map(({ label, row }) => [label, row]);

describe('toLanes()', () => {
  it('leaves what is open open until the time that is looked at, and not beyond', () => {
    const drawn = { from, to, widthPx: WIDE_PX, until: from + 2_700 };
    const [lane] = toLanes(environments, [anIncident(30, null)], drawn);

    expect(lane?.bars).toMatchObject([{ startRatio: 0.5, endRatio: 0.75 }]);
  });

  it.each<[string, IncidentView[], unknown]>([
    ['none', [], [['env_a', 1, []]]],
    ['one that is over', [anIncident(15, 30)], [['env_a', 1, [[0.25, 0.5, 0]]]]],
    ['one that is open, up to now', [anIncident(30, null)], [['env_a', 1, [[0.5, 1, 0]]]]],
    ['one that began before', [anIncident(-60, 30)], [['env_a', 1, [[0, 0.5, 0]]]]],
    ['one that was over before', [anIncident(-60, -30)], [['env_a', 1, []]]],
    [
      'one that the last run has told, within its minute',
      [anIncident(60.5, null)],
      [['env_a', 1, [[1, 1, 0]]]],
    ],
    ['one that began later', [anIncident(70, null)], [['env_a', 1, []]]],
    [
      'two after each other, in one row',
      [anIncident(0, 15), anIncident(15, 30)],
      [
        [
          'env_a',
          1,
          [
            [0, 0.25, 0],
            [0.25, 0.5, 0],
          ],
        ],
      ],
    ],
    [
      'two at the same time, in two rows',
      [anIncident(0, null), anIncident(15, 30, { condition: 'stale-heartbeat' })],
      [
        [
          'env_a',
          2,
          [
            [0, 1, 0],
            [0.25, 0.5, 1],
          ],
        ],
      ],
    ],
    [
      'one of the whole monitor, in a lane of its own',
      [anIncident(0, 30, { condition: 'api-unreachable' })],
      [
        ['monitor', 1, [[0, 0.5, 0]]],
        ['env_a', 1, []],
      ],
    ],
  ])('places %s', (_name, incidents, expected) => {
    expect(places(incidents)).toEqual(expected);
  });

  it.each<[string, IncidentView[], unknown]>([
    ['inside where it fits', [anIncident(0, 30)], [['inside', 0]]],
    ['to the right of a short bar', [anIncident(0, 3)], [['right', 0]]],
    ['to the left of a short bar at the edge of now', [anIncident(58, null)], [['left', 0]]],
    [
      'clear of the next bar, which stands in another row',
      [anIncident(0, 3), anIncident(5, 40)],
      [
        ['right', 0],
        ['inside', 1],
      ],
    ],
  ])('puts the label %s', (_name, incidents, expected) => {
    expect(labels(incidents, 600)).toEqual(expected);
  });
});

describe('toTicks()', () => {
  it.each([
    [20, 7, ['12:00', '12:05', '12:10', '12:15', '12:20']],
    [60, 7, ['12:00', '12:10', '12:20', '12:30', '12:40', '12:50', '13:00']],
    [720, 7, ['12:00', '14:00', '16:00', '18:00', '20:00', '22:00', '00:00']],
    [60, 4, ['12:00', '12:15', '12:30', '12:45', '13:00']],
    [720, 3, ['12:00', '16:00', '20:00', '00:00']],
  ])('marks round times in %i minutes, about %i of them', (minutes, mostCount, expected) => {
    const ticks = toTicks(from, from + minutes * 60, mostCount).map((at) =>
      new Date(at * 1000).toISOString().slice(11, 16),
    );

    expect(ticks).toEqual(expected);
  });
});

describe('ticksIn()', () => {
  it('leaves room between times, and always has one', () => {
    expect([ticksIn(10), ticksIn(270), ticksIn(900)]).toEqual([1, 4, 15]);
  });
});
