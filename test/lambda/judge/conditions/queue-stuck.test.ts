import { describe, expect, it } from 'vitest';
import { ago, anActiveItem, aReading, aWorkItem, level } from '../../../support/a-work-item.ts';
import { diagnoseReading, itFinds, NOBODY } from '../diagnose-reading.ts';

describe('queue-stuck', () => {
  itFinds([
    {
      name: 'work that waits 300 s without workers is a warning',
      items: [aWorkItem({ createdAt: ago(300) }), aWorkItem({ createdAt: ago(299) })],
      overrides: { stats: NOBODY },
      expected: [['queue-stuck', 'warning', 'no-workers', 1]],
    },
    {
      name: 'work that waits 900 s without workers is critical, and counts from the warning',
      items: [aWorkItem({ createdAt: ago(900) }), aWorkItem({ createdAt: ago(300) })],
      overrides: { stats: NOBODY },
      expected: [['queue-stuck', 'critical', 'no-workers', 2]],
    },
    {
      name: 'a slow queue is never above warning',
      items: [
        aWorkItem({ id: 'work_0', state: 'starting', createdAt: ago(9999), acknowledgedAt: ago(20) }),
        aWorkItem({ createdAt: ago(9000) }),
      ],
      expected: [['queue-stuck', 'warning', 'slow', 1]],
    },
    {
      name: 'a busy fleet is never above warning',
      items: [
        aWorkItem({ createdAt: ago(9000) }),
        anActiveItem(20, { createdAt: ago(9500), acknowledgedAt: ago(9400) }),
      ],
      overrides: { stats: NOBODY },
      expected: [['queue-stuck', 'warning', 'busy', 1]],
    },
    {
      name: 'a partial reading warns of what it saw, without a verdict',
      items: [aWorkItem({ createdAt: ago(9000) })],
      overrides: { completeness: 'partial' },
      expected: [['queue-stuck', 'warning', 'unknown', 1]],
    },
    {
      name: 'queue-stuck off',
      items: [aWorkItem({ createdAt: ago(9000) })],
      overrides: { stats: NOBODY },
      thresholds: { 'queue-stuck': level(null, null) },
      expected: [],
    },
    {
      name: 'queue-stuck with its warning off: capacity is never told, a stall is critical',
      items: [aWorkItem({ createdAt: ago(120) })],
      overrides: { stats: NOBODY },
      thresholds: { 'queue-stuck': level(null, 120) },
      expected: [['queue-stuck', 'critical', 'no-workers', 1]],
    },
  ]);

  it('gives the evidence, since when, and the items with the instant they crossed the threshold', () => {
    const item = aWorkItem({ createdAt: ago(900) });

    const { findings } = diagnoseReading(aReading([item], { stats: NOBODY }));

    expect(findings).toEqual([
      {
        condition: 'queue-stuck',
        severity: 'critical',
        reason: 'no-workers',
        since: ago(900),
        items: [
          { id: item.id, sessionId: item.sessionId, state: 'queued', ageSeconds: 900, crossedAt: ago(600) },
        ],
        evidence: {
          depthCount: 1,
          oldestQueuedAgeSeconds: 900,
          acknowledgedLast300sCount: 0,
          pendingCount: 0,
          workersPollingCount: 0,
          freshHeartbeatCount: 0,
          activeCount: 0,
          startingCount: 0,
          secondsLeft: null,
          normalFromSeconds: null,
          normalToSeconds: null,
          warningSeconds: 300,
          criticalSeconds: 900,
        },
      },
    ]);
  });
});
