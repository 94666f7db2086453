import { describe, expect, it } from 'vitest';
import type { MonitorObserved } from '../../../../lambda/judge/conditions/condition-definition.ts';
import { nothingWatched } from '../../../../lambda/judge/conditions/nothing-watched.ts';
import { wordsOf } from '../../../../lambda/notify/words.ts';
import { AT, ago } from '../../../support/a-work-item.ts';
import { aMonitorObserved } from '../../../support/monitor-observed.ts';
import { aContext, anAlert } from '../../notify/an-alert.ts';

const listed = (selfHostedCount: number, otherCount = 0, malformedCount = 0) => ({
  selfHostedCount,
  otherCount,
  malformedCount,
});
const find = (discovery: MonitorObserved['discovery'], runCount = 1) =>
  nothingWatched.find(
    aMonitorObserved({ discovery, streaks: { 'nothing-watched': { runCount, since: ago(60) } } }),
  );

describe('nothing-watched', () => {
  it.each([
    ['is not about configured environments', null, null],
    ['is over while there is an environment', { watchedCount: 1, listed: listed(1) }, null],
    ['is not known while nothing was listed', { watchedCount: 0, listed: null }, 'unknown'],
  ])('%s', (_, discovery, expected) => {
    expect(find(discovery)).toBe(expected);
  });

  it.each([
    ['empty-list', listed(0)],
    ['none-self-hosted', listed(0, 3)],
    ['not-understood', listed(0, 3, 1)],
  ])('says %s', (reason, evidence) => {
    expect(find({ watchedCount: 0, listed: evidence })).toEqual({
      environmentIds: [],
      found: { severity: 'warning', reason, since: ago(60), items: [], evidence },
    });
  });

  it.each([
    [listed(0, 3), 'The token sees no self_hosted environment.', 'Check the token'],
    [listed(0, 3, 1), 'The list of environments has rows that this version cannot read.', 'newer version'],
    [listed(2, 1), 'Every self_hosted environment that the token sees is archived.', 'if that was meant'],
  ])('of %j says: %s', (evidence, why, step) => {
    const words = wordsOf({ ...anAlert({ condition: 'nothing-watched' }), evidence }, aContext);

    expect(words.why).toBe(why);
    expect(words.steps[0]).toContain(step);
  });

  it.each([
    [1, 'warning'],
    [14, 'warning'],
    [15, 'critical'],
  ])('after %d runs is %s', (runCount, severity) => {
    expect(find({ watchedCount: 0, listed: listed(0) }, runCount)).toMatchObject({ found: { severity } });
  });

  it('begins now where it was not counted', () => {
    const discovery = { watchedCount: 0, listed: listed(0) };

    expect(nothingWatched.find(aMonitorObserved({ discovery }))).toMatchObject({ found: { since: AT } });
  });
});
