import { describe, expect, it } from 'vitest';
import { speak, type Told } from '../../../lambda/judge/group-words.ts';
import type { AlertGroup } from '../../../lambda/model/alert-group.ts';
import { AT, ago } from '../../support/a-work-item.ts';
import { anAlert } from '../notify/an-alert.ts';

const GROUP: AlertGroup = {
  id: 'default.queue-stuck.1',
  condition: 'queue-stuck',
  reason: 'no-workers',
  severity: 'warning',
  openedAt: ago(600),
  since: ago(900),
  lastToldAt: ago(600),
  messageCount: 1,
  activeIds: ['env_1', 'env_2'],
  endedIds: ['env_3'],
  endedSince: ago(60),
};
const told = (id: string, alert: Parameters<typeof anAlert>[0]): Told => ({
  id,
  alert: anAlert({ itemCount: 2, newItemCount: 1, since: ago(800), severity: 'warning', ...alert }),
});

describe('speak()', () => {
  it('says what is true of all, and no number of one', () => {
    const members = [told('env_1', {}), told('env_2', { since: ago(1_000), itemCount: 3 })];
    const { group, alert } = speak(GROUP, members, 'opened', AT);

    expect(alert).toEqual({
      messageId: 'default.queue-stuck.1.2',
      incidentId: 'default.queue-stuck.1',
      environmentIds: ['env_1', 'env_2'],
      environmentName: null,
      condition: 'queue-stuck',
      severity: 'warning',
      change: 'opened',
      reason: members[0]?.alert.reason,
      at: AT,
      openedAt: ago(600),
      since: ago(1_000),
      ending: null,
      items: [],
      itemCount: 5,
      newItemCount: 2,
      evidence: {},
      threshold: members[0]?.alert.threshold,
    });
    expect(group).toEqual({
      ...GROUP,
      reason: alert.reason,
      since: ago(1_000),
      lastToldAt: AT,
      messageCount: 2,
    });
  });

  it.each([
    [
      'what became worse',
      'worsened',
      [{ severity: 'critical' }],
      'warning',
      ['critical', undefined, 'critical'],
    ],
    ['what gets less', 'changed', [{ severity: 'warning' }], 'critical', ['warning', 'critical', 'critical']],
    [
      'the worst of some',
      'changed',
      [{}, { severity: 'critical' }],
      'warning',
      ['critical', undefined, 'critical'],
    ],
    [
      'the end of what was bad',
      'resolved',
      [{ severity: 'warning' }],
      'critical',
      ['critical', undefined, 'critical'],
    ],
    ['of itself', 'reminded', [], 'critical', ['critical', undefined, 'critical']],
  ] as const)('tells how bad it is: %s', (_, change, alerts, severity, expected) => {
    const members = alerts.map((alert, index) => told(`env_${index + 1}`, alert));
    const { group, alert } = speak({ ...GROUP, severity }, members, change, AT);

    expect([alert.severity, alert.highestSeverity, group.severity]).toEqual(expected);
  });

  it('names those whom it is about', () => {
    const idsOf = (change: 'grew' | 'resolved' | 'withdrawn') =>
      speak(GROUP, [told('env_2', { ending: 'archived' })], change, AT).alert;

    expect(idsOf('grew')).toMatchObject({ environmentIds: ['env_1', 'env_2'], ending: null });
    expect(idsOf('resolved')).toMatchObject({ environmentIds: ['env_3'], ending: 'archived' });
    expect(idsOf('withdrawn')).toMatchObject({ environmentIds: ['env_2'], ending: 'archived' });
    expect(speak(GROUP, [], 'resolved', AT).alert).toMatchObject({ reason: 'no-workers', ending: null });
  });

  it('says which cause it was before', () => {
    const { alert, group } = speak(GROUP, [told('env_1', { reason: 'slow' })], 'changed', AT);

    expect([alert.reason, alert.previousReason, group.reason]).toEqual(['slow', 'no-workers', 'slow']);
    expect(speak({ ...GROUP, reason: null }, [], 'changed', AT).alert.previousReason).toBeUndefined();
    expect(speak(GROUP, [told('env_1', {})], 'grew', AT).alert.previousReason).toBeUndefined();
  });

  it('counts the items of all, where they are known', () => {
    expect(speak(GROUP, [], 'reminded', AT, { itemCount: 31 }).alert.itemCount).toBe(31);
    expect(speak(GROUP, [told('env_1', {})], 'grew', AT).alert.itemCount).toBe(2);
  });

  it('says how it ended only where that is true of all', () => {
    const endings = (...each: readonly ('recovered' | 'stopped')[]) =>
      speak(
        GROUP,
        each.map((ending, index) => told(`env_${index}`, { ending })),
        'resolved',
        AT,
      ).alert.ending;

    expect(endings('stopped', 'stopped')).toBe('stopped');
    expect(endings('stopped', 'recovered')).toBeNull();
    expect(
      speak(GROUP, [told('env_1', { ending: 'stopped' })], 'resolved', AT, { ending: null }).alert.ending,
    ).toBeNull();
  });
});
