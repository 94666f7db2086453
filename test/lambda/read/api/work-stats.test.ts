import { describe, expect, it } from 'vitest';
import { QoderError } from '../../../../lambda/read/api/qoder-error.ts';
import { parseWorkStats } from '../../../../lambda/read/api/work.ts';

const parse = (body: unknown) =>
  parseWorkStats({ subject: 'GET /environments/env_a/work/stats', status: 200, requestId: null, body });

describe('parseWorkStats()', () => {
  it.each([
    {
      name: 'the documented example',
      body: {
        type: 'work_queue_stats',
        depth: 3,
        pending: 1,
        oldest_queued_at: '2026-07-01T08:15:01Z',
        workers_polling: 2,
      },
      stats: { depthCount: 3, pendingCount: 1, workersPollingCount: 2 },
    },
    {
      name: 'zeros, which are not unknown',
      body: { depth: 0, pending: 0, workers_polling: 0 },
      stats: { depthCount: 0, pendingCount: 0, workersPollingCount: 0 },
    },
    {
      name: 'what the API does not say',
      body: { depth: 3, workers_polling: null },
      stats: { depthCount: 3, pendingCount: null, workersPollingCount: null },
    },
  ])('reads $name', ({ body, stats }) => {
    expect(parse(body)).toEqual(stats);
  });

  it.each([
    { name: 'null', body: null, told: 'is not as documented: expected Object, got null' },
    { name: 'an array', body: [], told: 'is an array, not an object' },
    {
      name: 'a negative depth',
      body: { depth: -1 },
      told: 'is not as documented at depth: expected >=0, got a number',
    },
    {
      name: 'half a worker',
      body: { workers_polling: 0.5 },
      told: 'is not as documented at workers_polling: expected integer, got a number',
    },
    {
      name: 'a text',
      body: { pending: '1' },
      told: 'is not as documented at pending: expected number, got a string',
    },
  ])('refuses $name', ({ body, told }) => {
    const message = `GET /environments/env_a/work/stats answered 200, but the body ${told}`;

    expect(() => parse(body)).toThrow(
      new QoderError(message, { status: 200, type: 'unexpected_response', requestId: null }),
    );
  });
});
