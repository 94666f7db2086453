import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../contract/conditions.ts';
import { severityOf } from '../../../lambda/judge/items-past-threshold.ts';
import { ago, anActiveItem, aReading, aWorkItem, level } from '../../support/a-work-item.ts';
import { diagnoseReading, itFinds, NOBODY } from './diagnose-reading.ts';

describe('diagnose()', () => {
  itFinds([
    { name: 'nothing wrong', items: [aWorkItem(), anActiveItem(30)], expected: [] },
    {
      name: 'several conditions at once come in the order of the catalogue',
      items: [anActiveItem(700), aWorkItem({ createdAt: ago(1000) })],
      overrides: { stats: NOBODY },
      expected: [
        ['queue-stuck', 'critical', 'no-workers', 1],
        ['stale-heartbeat', 'critical', null, 1],
      ],
    },
  ]);

  it.each([
    ['ok', [aWorkItem()], 0],
    ['no-workers', [aWorkItem({ createdAt: ago(400) })], 4],
  ])('publishes the verdict %s as its code', (verdict, items, code) => {
    const diagnosis = diagnoseReading(aReading(items, { stats: NOBODY }));

    expect([diagnosis.verdict, diagnosis.metrics.QueueVerdict]).toEqual([verdict, code]);
  });

  it('publishes no verdict of a partial reading', () => {
    expect(diagnoseReading(aReading([], { completeness: 'partial' })).metrics).toEqual({});
  });

  it('still judges the queue from 300 s with queue-stuck off', () => {
    const reading = aReading([aWorkItem({ createdAt: ago(300) })], { stats: NOBODY });

    expect(diagnoseReading(reading, { 'queue-stuck': level(null, null) }).verdict).toBe('no-workers');
  });
});

describe('severityOf()', () => {
  const rank = (severity: Severity | null) => [null, 'warning', 'critical'].indexOf(severity);
  const levels = fc.option(fc.integer({ min: 1, max: 2000 }));

  it('never falls as the value grows', () => {
    fc.assert(
      fc.property(levels, levels, fc.nat(3000), fc.nat(3000), (warning, critical, value, more) => {
        const threshold = { warning, critical };
        expect(rank(severityOf(value + more, threshold))).toBeGreaterThanOrEqual(
          rank(severityOf(value, threshold)),
        );
      }),
    );
  });
});
