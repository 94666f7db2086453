import { describe, expect, it } from 'vitest';
import { toRunView } from '../../../local/page/to-run-view.ts';
import type { MetricPoint } from '../../../local/stand-ins/cloudwatch.ts';

const at = new Date('2026-11-24T12:00:00Z');
const aRun = (points: readonly MetricPoint[]) => ({
  number: 7,
  scheduledAt: at,
  points,
  unread: [],
  error: null,
});
const aPoint = (name: string, values: number[], counts: number[], environmentId?: string): MetricPoint => ({
  namespace: 'Qoder/WorkQueue',
  name,
  dimensions: { Monitor: 'local', ...(environmentId === undefined ? {} : { EnvironmentId: environmentId }) },
  timestamp: at,
  unit: 'Count',
  values,
  counts,
});

describe('toRunView()', () => {
  it('sorts points by environment, and keeps zero apart from what was not published', () => {
    const points = [
      aPoint('QueueDepth', [0], [1], 'env_a'),
      aPoint('QueueDepth', [7], [1], 'env_b'),
      aPoint('OpenIncidents', [2], [1]),
    ];

    expect(toRunView(aRun(points))).toEqual({
      number: 7,
      atSeconds: 1_795_521_600,
      environments: { env_a: { QueueDepth: 0 }, env_b: { QueueDepth: 7 } },
      monitor: { OpenIncidents: 2 },
      unread: {},
      error: null,
    });
  });

  it('tells what could not be read, and what the run threw', () => {
    const unread = [{ environmentId: 'env_a', message: 'GET answered 500' }];

    expect(toRunView({ ...aRun([]), unread, error: 'no table' })).toMatchObject({
      unread: { env_a: 'GET answered 500' },
      error: 'no table',
    });
  });

  it('adds up the points of a long distribution', () => {
    const points = [aPoint('QueueWait', [1, 50], [3, 1], 'env_a'), aPoint('QueueWait', [2], [1], 'env_a')];

    expect(toRunView(aRun(points)).environments.env_a).toEqual({
      QueueWait: { median: 1, max: 50, count: 5 },
    });
  });
});
