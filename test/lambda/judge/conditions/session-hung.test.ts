import { describe, expect, it } from 'vitest';
import type { Thresholds } from '../../../../contract/conditions.ts';
import { newIncident } from '../../../../lambda/judge/new-incident.ts';
import type { KnownSession } from '../../../../lambda/model/session.ts';
import type { WorkItem } from '../../../../lambda/model/work-item.ts';
import { wordsOf } from '../../../../lambda/notify/words.ts';
import { aHeldItem, aKnownSession } from '../../../support/a-session.ts';
import { AT, ago, level } from '../../../support/a-work-item.ts';
import { aContext, anAlert } from '../../notify/an-alert.ts';
import { findWith, inShort, linesOf, whyOf } from '../diagnose-sessions.ts';

interface Row {
  readonly name: string;
  readonly item?: Partial<WorkItem>;
  readonly known: Partial<KnownSession>;
  readonly thresholds?: Partial<Thresholds>;
  readonly expected: readonly string[];
}

describe('session-hung', () => {
  it.each<Row>([
    { name: 'a call that waits for 599 s', known: { since: ago(599) }, expected: [] },
    {
      name: 'a call that waits for 600 s',
      known: { since: ago(600) },
      expected: ['session-hung warning tool-unanswered'],
    },
    {
      name: 'a call that waits for 1800 s',
      known: { since: ago(1_800) },
      expected: ['session-hung critical tool-unanswered'],
    },
    {
      name: 'nothing for 600 s',
      known: { cause: 'no-progress', since: ago(600) },
      expected: ['session-hung warning no-progress'],
    },
    {
      name: 'the model at work for an hour',
      known: { cause: 'model-running', since: ago(3_600) },
      expected: [],
    },
    {
      name: 'a person who does not answer',
      known: { cause: 'waiting-for-a-person', since: ago(3_600) },
      expected: [],
    },
    {
      name: 'a call that had waited for 500 s when it was last seen',
      known: { since: ago(1_500), seenAt: ago(1_000) },
      expected: [],
    },
    {
      name: 'a worker that is dead is told as that, with the cause',
      item: { latestHeartbeatAt: ago(700) },
      known: { since: ago(710) },
      expected: ['stale-heartbeat critical tool-unanswered'],
    },
    {
      name: 'a worker that may be dead is not called beating',
      item: { latestHeartbeatAt: ago(360) },
      known: { since: ago(610) },
      expected: [],
    },
    ...[400, 3_000].map((seconds) => ({
      name: `a worker that is silent for ${seconds} s, where nobody is told of silence`,
      item: { latestHeartbeatAt: ago(seconds) },
      known: { since: ago(2_500) },
      thresholds: { 'stale-heartbeat': level(null, null) },
      expected: ['session-hung critical tool-unanswered'],
    })),
    {
      name: 'a worker that is silent for 659 s, where silence is told long after',
      item: { latestHeartbeatAt: ago(659) },
      known: { since: ago(900) },
      thresholds: { 'stale-heartbeat': level(900, null) },
      expected: ['session-hung warning tool-unanswered'],
    },
    {
      name: 'a worker that is silent for 660 s, where silence is told from 900 s on',
      item: { latestHeartbeatAt: ago(660) },
      known: { since: ago(900) },
      thresholds: { 'stale-heartbeat': level(900, null) },
      expected: [],
    },
    {
      name: 'an item that stops',
      item: { state: 'stopping', stopRequestedAt: ago(5) },
      known: {},
      expected: [],
    },
  ])('$name', ({ item = {}, known, thresholds = {}, expected }) => {
    expect(inShort(findWith([aHeldItem(item)], [aKnownSession(known)], { thresholds }))).toEqual(expected);
  });

  it.each([
    ['tool-unanswered', 10, 'The worker beats, but has not returned the result of a tool call.'],
    ['tool-unanswered', 400, 'The worker has not returned the result of a tool call.'],
    ['no-progress', 10, 'The worker beats, but nothing happens in the session.'],
    ['no-progress', 400, 'Nothing happens in the session, and its worker does not beat.'],
  ] as const)('says of %s with a worker silent for %d s: %s', (cause, silentSeconds, expected) => {
    const item = aHeldItem({ latestHeartbeatAt: ago(silentSeconds) });
    const thresholds = { 'stale-heartbeat': level(null, null) };

    expect(whyOf(findWith([item], [aKnownSession({ cause })], { thresholds })[0])).toBe(expected);
  });

  it.each([
    ['no-progress', [10, 10], 'The workers beat, but nothing happens in the sessions.', null],
    [
      'no-progress',
      [400, 10, 10],
      'Nothing happens in the sessions; 1 of 3 items sends no heartbeats.',
      '1 of them without a heartbeat for 6 min',
    ],
    [
      'no-progress',
      [400, 10, 500],
      'Nothing happens in the sessions; 2 of 3 items send no heartbeats.',
      '2 of them without a heartbeat, the longest for 8 min',
    ],
    [
      'no-progress',
      [400, 500],
      'Nothing happens in the sessions, and their workers do not beat.',
      '2 of them without a heartbeat, the longest for 8 min',
    ],
    [
      'tool-unanswered',
      [10, 10],
      'Workers beat, but the first has not returned the result of a tool call.',
      null,
    ],
    [
      'tool-unanswered',
      [400, 10],
      'The first worker has not returned the result of a tool call.',
      '1 of them without a heartbeat for 6 min',
    ],
  ] as const)('says of %s with workers silent for %j s: %s', (cause, silences, expected, line) => {
    const items = silences.map((seconds, index) =>
      aHeldItem({ id: `work_${index}`, sessionId: `sess_${index}`, latestHeartbeatAt: ago(seconds) }),
    );
    const known = items.map(({ id }) => aKnownSession({ itemId: id, cause }));
    const [finding] = findWith(items, known, { thresholds: { 'stale-heartbeat': level(null, null) } });

    expect(whyOf(finding)).toBe(expected);
    expect(linesOf(finding).find((each) => each.includes('heartbeat')) ?? null).toBe(line);
  });

  it('says of an older row, which knows no count of the silent, no number', () => {
    const evidence = { count: 3, silentSeconds: 400 };
    const alert = {
      ...anAlert({ condition: 'session-hung', reason: 'no-progress', itemCount: 3 }),
      evidence,
    };
    const { why, evidenceLines } = wordsOf(alert, aContext);

    expect(why).toBe('Nothing happens in the sessions, and not all of their workers beat.');
    expect(evidenceLines).toContain('the longest without a heartbeat for 6 min');
  });

  it('stays what it was when its worker dies, too', () => {
    const [hung] = findWith([aHeldItem()], [aKnownSession()]);
    const incidents = hung === undefined ? [] : [newIncident(hung, 'env_a', AT)];
    const dead = aHeldItem({ latestHeartbeatAt: ago(700) });

    expect(inShort(findWith([dead], [aKnownSession()], { incidents }))).toEqual([
      'stale-heartbeat critical tool-unanswered',
      'session-hung warning tool-unanswered',
    ]);
  });

  it('says which tool, for how long, and what it cost', () => {
    const items = ['work_1', 'work_2'].map((id) => aHeldItem({ id, sessionId: `sess_${id}` }));
    const [finding] = findWith(items, [
      aKnownSession({ since: ago(900) }),
      aKnownSession({
        itemId: 'work_2',
        cause: 'no-progress',
        since: ago(700),
        toolName: null,
        totalCredits: 1.25,
      }),
    ]);

    expect(finding).toMatchObject({
      since: ago(900),
      evidence: {
        count: 2,
        longestSeconds: 900,
        sessionCauses: 'tool-unanswered 1, no-progress 1',
        causeSeconds: 900,
        toolName: 'bash',
        totalCredits: 3.75,
      },
      items: [
        { id: 'work_1', session: { cause: 'tool-unanswered', toolName: 'bash', totalCredits: 2.5 } },
        { id: 'work_2', session: { cause: 'no-progress', toolName: null, totalCredits: 1.25 } },
      ],
    });
  });

  it('is told instead of long-running, which it explains', () => {
    const thresholds = { 'long-running': level(1_200, null) };
    const [hung] = findWith([aHeldItem()], [aKnownSession()]);
    const incidents = hung === undefined ? [] : [newIncident(hung, 'env_a', AT)];

    expect(inShort(findWith([aHeldItem()], [aKnownSession()], { thresholds, incidents }))).toEqual([
      'session-hung warning tool-unanswered',
    ]);
  });
});

describe('conditions about items', () => {
  const longRunning = { 'long-running': level(1_200, null) };

  it.each<[string, Partial<WorkItem>, Partial<KnownSession>, readonly string[]]>([
    [
      'a long session whose model is at work',
      {},
      { cause: 'model-running', since: ago(600) },
      ['long-running warning model-running'],
    ],
    [
      'a long session whose model was asked a moment ago',
      {},
      { cause: 'model-running', since: ago(599) },
      ['long-running warning -'],
    ],
    [
      'a long session whose worker was given a call a moment ago',
      {},
      { cause: 'tool-unanswered', since: ago(10) },
      ['long-running warning -'],
    ],
    [
      'an item that is silent, whose call is as old',
      { latestHeartbeatAt: ago(700) },
      { cause: 'tool-unanswered', since: ago(690) },
      ['stale-heartbeat critical tool-unanswered'],
    ],
    [
      'an item that is silent, though its session goes on',
      { latestHeartbeatAt: ago(700) },
      { cause: 'tool-unanswered', since: ago(5) },
      ['stale-heartbeat critical -'],
    ],
    ['a long session that goes on', {}, { cause: 'no-progress', since: ago(30) }, ['long-running warning -']],
    ['a long session that waits for a person', {}, { cause: 'waiting-for-a-person', since: ago(60) }, []],
    [
      'an item that does not start, and its session is over',
      { state: 'starting', startedAt: null, acknowledgedAt: ago(400) },
      { cause: 'slot-leaked', since: ago(390) },
      ['stuck-starting warning slot-leaked'],
    ],
    [
      'an item that does not stop',
      { state: 'stopping', stopRequestedAt: ago(400) },
      { cause: 'tool-unanswered', since: ago(450) },
      ['stuck-stopping warning tool-unanswered'],
    ],
  ])('name the cause of %s', (_, item, known, expected) => {
    const findings = findWith([aHeldItem(item)], [aKnownSession(known)], { thresholds: longRunning });

    expect(inShort(findings)).toEqual(expected);
  });

  it('say nothing of sessions where none is known', () => {
    const [finding] = findWith([aHeldItem()], [], { thresholds: longRunning });

    expect(finding?.reason).toBeNull();
    expect(Object.keys(finding?.evidence ?? {})).not.toContain('totalCredits');
    expect(finding?.items[0]).not.toHaveProperty('session');
  });
});
