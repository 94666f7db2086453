import { describe, expect, it } from 'vitest';
import { newIncident } from '../../../../lambda/judge/new-incident.ts';
import type { KnownSession } from '../../../../lambda/model/session.ts';
import type { WorkItem } from '../../../../lambda/model/work-item.ts';
import { aHeldItem, aKnownSession } from '../../../support/a-session.ts';
import { AT, ago, level } from '../../../support/a-work-item.ts';
import { findWith, inShort, whyOf } from '../diagnose-sessions.ts';

const over = (seconds: number, overrides: Partial<KnownSession> = {}) =>
  aKnownSession({ cause: 'slot-leaked', since: ago(seconds), toolName: null, ...overrides });

describe('slot-leaked', () => {
  it.each<[string, Partial<WorkItem>, KnownSession, readonly string[]]>([
    ['over for 599 s', {}, over(599), []],
    ['over for 600 s', {}, over(600), ['slot-leaked warning slot-leaked']],
    ['over for hours', {}, over(3_500), ['slot-leaked warning slot-leaked']],
    ['gone for 600 s', {}, over(600, { cause: 'session-gone' }), ['slot-leaked warning session-gone']],
    [
      'over, with a dead worker',
      { latestHeartbeatAt: ago(700) },
      over(650),
      ['stale-heartbeat critical slot-leaked'],
    ],
  ])('is found of an item whose session is %s', (_, item, known, expected) => {
    expect(inShort(findWith([aHeldItem(item)], [known]))).toEqual(expected);
  });

  it('is found of an item that does not start or stop, where that is not told itself', () => {
    const off = { 'stuck-stopping': level(null, null) };
    const stopping = aHeldItem({ state: 'stopping', stopRequestedAt: ago(620) });
    const [stuck] = findWith([stopping], [over(630)]);
    const incidents = stuck === undefined ? [] : [newIncident(stuck, 'env_a', AT)];

    expect(inShort(findWith([stopping], [over(630)], { thresholds: off }))).toEqual([
      'slot-leaked warning slot-leaked',
    ]);
    expect(inShort(findWith([stopping], [over(630)], { incidents }))).toEqual([
      'stuck-stopping warning slot-leaked',
    ]);
  });

  it('says of one that is gone no more than is known', () => {
    const [gone] = findWith([aHeldItem()], [over(600, { cause: 'session-gone' })]);

    expect(whyOf(gone)).toBe('The API does not know the session any more, and its item holds a worker.');
    expect(whyOf(findWith([aHeldItem()], [over(600)])[0])).toContain('The session is over');
  });

  it('takes no session for gone where none was ever seen: the token may not see them', () => {
    const gone = over(600, { cause: 'session-gone' });

    expect(findWith([aHeldItem()], [gone], { isReadable: false })).toEqual([]);
  });
});
