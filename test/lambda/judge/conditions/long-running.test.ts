import { describe, expect, it } from 'vitest';
import { newIncident } from '../../../../lambda/judge/new-incident.ts';
import type { Incident } from '../../../../lambda/model/incident.ts';
import type { KnownSession } from '../../../../lambda/model/session.ts';
import { aHeldItem, aKnownSession } from '../../../support/a-session.ts';
import { AT, ago, anActiveItem, aReading, level } from '../../../support/a-work-item.ts';
import { itFinds, itGivesEvidence } from '../diagnose-reading.ts';
import { findWith, inShort } from '../diagnose-sessions.ts';

describe('long-running', () => {
  itFinds([
    {
      name: 'a session that runs for hours is told only where configured',
      items: [anActiveItem(10, { startedAt: ago(7200) })],
      thresholds: { 'long-running': level(3600, 7200) },
      expected: [['long-running', 'critical', null, 1]],
    },
  ]);

  itGivesEvidence(
    'long-running',
    aReading([anActiveItem(10, { startedAt: ago(7200) })]),
    {
      count: 1,
      longestSeconds: 7200,
      normalFromSeconds: null,
      normalToSeconds: null,
      warningSeconds: 3600,
      criticalSeconds: 7200,
    },
    { 'long-running': level(3600, 7200) },
  );
});

describe('long-running, where it was told', () => {
  const thresholds = { 'long-running': level(1_200, 3_000) };
  const told = findWith([aHeldItem({ startedAt: ago(2_000) })], [], { thresholds });
  const incidents = told.map((finding) => newIncident(finding, 'env_a', AT));

  it.each<[string, Partial<KnownSession>, readonly Incident[], readonly string[]]>([
    [
      'waits for a person',
      { cause: 'waiting-for-a-person', since: ago(700) },
      incidents,
      ['long-running warning waiting-for-a-person'],
    ],
    [
      'is told as hung',
      { cause: 'tool-unanswered', since: ago(700) },
      [...incidents, aHungIncident()],
      ['long-running warning tool-unanswered', 'session-hung warning tool-unanswered'],
    ],
    ['goes on', { cause: 'model-running', since: ago(5) }, incidents, ['long-running critical -']],
  ])('stays open while its session %s, and is no worse for it', (_, known, open, expected) => {
    const item = aHeldItem({ startedAt: ago(3_600) });
    const findings = findWith([item], [aKnownSession(known)], { thresholds, incidents: open });

    expect(inShort(findings)).toEqual(expected);
  });

  function aHungIncident(): Incident {
    const [hung] = findWith([aHeldItem()], [aKnownSession()]);
    if (hung === undefined) throw new Error('Nothing hangs');
    return newIncident(hung, 'env_a', AT);
  }
});
