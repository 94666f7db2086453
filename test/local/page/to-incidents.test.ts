import { describe, expect, it } from 'vitest';
import type { ProgramMessage } from '../../../local/page/to-alert-view.ts';
import { toIncidents } from '../../../local/page/to-incidents.ts';

const aMessage = (changes: Partial<ProgramMessage> = {}): ProgramMessage => ({
  messageId: 'env_a.queue-stuck.1.1',
  incidentId: 'env_a.queue-stuck.1',
  environmentIds: ['env_a'],
  condition: 'queue-stuck',
  severity: 'warning',
  change: 'opened',
  reason: 'busy',
  openedAt: '2026-11-24T12:00:00.000Z',
  at: '2026-11-24T12:00:00.000Z',
  itemCount: 3,
  ...changes,
});
const resolved = aMessage({
  messageId: 'env_a.queue-stuck.1.2',
  change: 'resolved',
  severity: 'critical',
  at: '2026-11-24T12:20:00.000Z',
  itemCount: 0,
});

describe('toIncidents()', () => {
  it('joins the messages of an incident, with its end and how many items it was about', () => {
    expect(toIncidents([aMessage(), resolved])).toEqual([
      {
        id: 'env_a.queue-stuck.1',
        environmentIds: ['env_a'],
        condition: 'queue-stuck',
        severity: 'critical',
        reason: 'busy',
        openedAt: '2026-11-24T12:00:00.000Z',
        endedAt: '2026-11-24T12:20:00.000Z',
        itemCount: 3,
        messages: [
          {
            id: 'env_a.queue-stuck.1.1',
            change: 'opened',
            at: '2026-11-24T12:00:00.000Z',
            severity: 'warning',
            reason: 'busy',
            itemCount: 3,
          },
          {
            id: 'env_a.queue-stuck.1.2',
            change: 'resolved',
            at: '2026-11-24T12:20:00.000Z',
            severity: 'critical',
            reason: 'busy',
            itemCount: 0,
          },
        ],
      },
    ]);
  });

  it('leaves an incident open until it is resolved or withdrawn, whatever else is told', () => {
    const ends = (['grew', 'worsened', 'reminded', 'withdrawn'] as const).map(
      (change) => toIncidents([aMessage(), aMessage({ messageId: 'x.2', change })])[0]?.endedAt,
    );

    expect(ends).toEqual([null, null, null, '2026-11-24T12:00:00.000Z']);
  });

  it('counts a repeated message once', () => {
    expect(toIncidents([aMessage(), aMessage()])).toEqual(toIncidents([aMessage()]));
  });
});
