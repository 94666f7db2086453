import { describe, expect, it } from 'vitest';
import type { FleetCost, RunCost } from '../../bench/scale/measure-fleet.ts';
import { toScalePage } from '../../bench/scale/page.ts';

const aRun = (change: Partial<RunCost> = {}): RunCost => ({
  wallSeconds: 21.6,
  functionSeconds: 21.6,
  cpuSeconds: 2.1,
  requestCount: 1_000,
  awsCallCount: 94,
  publishedCount: 1_000,
  alertCount: 0,
  scanAgeSeconds: 0,
  failedCount: 0,
  hasSucceeded: true,
  ...change,
});
const aFleet = (change: Partial<FleetCost> = {}): FleetCost => ({
  environmentCount: 1_000,
  shards: 1,
  memoryMb: 512,
  steady: aRun(),
  storms: null,
  peakMemoryMb: 144.2,
  ...change,
});
const rowsOf = (fleets: readonly FleetCost[]) =>
  toScalePage(fleets, { measuredOn: 'Measured today', steadyRunCount: 2 })
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.includes('---') && !line.includes('environments'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );

describe('toScalePage()', () => {
  it('says of each fleet what a minute costs, and what that is at list prices', () => {
    expect(rowsOf([aFleet()])).toEqual([
      [
        '1,000',
        '1',
        '512 MB',
        '1,000',
        '0 s',
        '0',
        '1,000',
        '22 s',
        '20 s',
        '2.10 s',
        '144 MB',
        '94',
        '6.22',
      ],
    ]);
  });

  it('says what several functions read at the rates of all of them, and pays the time of each', () => {
    const steady = aRun({ wallSeconds: 41, functionSeconds: 160, requestCount: 8_000 });
    const [row] = rowsOf([aFleet({ environmentCount: 10_000, shards: 4, steady })]);

    expect(row?.slice(0, 2)).toEqual(['10,000', '4']);
    expect(row?.slice(7, 9)).toEqual(['41 s', '40 s']);
    expect(row?.at(-1)).toBe('46.08');
  });

  it('says of a storm the longest run, and whether any has failed', () => {
    const storms = {
      everythingChanges: [aRun({ wallSeconds: 9.5, alertCount: 3 }), aRun({ alertCount: 1 })],
      everythingRefused: [aRun(), aRun({ hasSucceeded: false })],
    };

    expect(rowsOf([aFleet({ storms })]).slice(1)).toEqual([
      ['1,000', '512 MB', 'every row changes', 'yes', '2', '1,000', '22 s', '2.10 s', '94', '4'],
      ['1,000', '512 MB', '503 to everything', 'NO', '2', '1,000', '22 s', '2.10 s', '94', '0'],
    ]);
  });
});
