import { describe, expect, it } from 'vitest';
import { judgeSession } from '../../../lambda/judge/session-cause.ts';
import type { KnownSession, Session, SessionEvent } from '../../../lambda/model/session.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import {
  aHeldItem,
  aKnownSession,
  anEvent,
  anUnreadSession,
  aSessionReading,
} from '../../support/a-session.ts';
import { AT, ago } from '../../support/a-work-item.ts';

const call = (secondsAgo: number | null, overrides: Partial<SessionEvent> = {}) =>
  anEvent('tool-call', secondsAgo, { id: 'evt_call', toolName: 'bash', ...overrides });
const result = (secondsAgo: number, aboutId = 'evt_call') => anEvent('tool-result', secondsAgo, { aboutId });
const ask = (secondsAgo: number) => call(secondsAgo, { needsPermission: true });
const modelStart = (secondsAgo: number) => anEvent('model-start', secondsAgo, { id: 'evt_model' });
const modelEnd = (secondsAgo: number, aboutId: string | null = 'evt_model') =>
  anEvent('model-end', secondsAgo, { aboutId });
const idle = (secondsAgo: number, stopReason: SessionEvent['stopReason'], pendingIds: string[] = []) =>
  anEvent('idle', secondsAgo, { stopReason, pendingIds });

interface Row {
  readonly name: string;
  readonly status?: Session['status'];
  readonly session?: Partial<Session>;
  /** Newest first. */
  readonly events: readonly SessionEvent[];
  readonly item?: Partial<WorkItem>;
  readonly before?: KnownSession;
  /** The cause, and for how many seconds. */
  readonly expected: readonly [cause: string, seconds: number] | null;
}

describe('judgeSession()', () => {
  it.each<Row>([
    {
      name: 'a call that its worker does not answer',
      events: [modelEnd(700), call(700), modelStart(720)],
      expected: ['tool-unanswered', 700],
    },
    {
      name: 'a call that was answered, and nothing since',
      events: [result(650), modelEnd(700), call(700), modelStart(720)],
      expected: ['no-progress', 650],
    },
    {
      name: 'of two calls the one that is left',
      events: [result(650), call(690, { id: 'evt_other', toolName: 'read' }), call(700), modelStart(720)],
      expected: ['tool-unanswered', 690],
    },
    {
      name: 'several calls, from the oldest on',
      events: [call(690, { id: 'evt_other' }), call(700), modelStart(720)],
      expected: ['tool-unanswered', 700],
    },
    {
      name: 'a call that is known by another id than its event’s',
      events: [result(650, 'toolu_1'), call(700, { aboutId: 'toolu_1' }), modelStart(720)],
      expected: ['no-progress', 650],
    },
    {
      name: 'a call before the model went on is no longer waited for',
      events: [modelStart(30), call(700)],
      expected: ['model-running', 30],
    },
    {
      name: 'a call that somebody interrupted',
      events: [anEvent('other', 10), anEvent('interrupt', 20), call(700)],
      expected: ['no-progress', 10],
    },
    {
      name: 'a call that a person has to allow',
      events: [modelEnd(700), ask(700), modelStart(720)],
      expected: ['waiting-for-a-person', 700],
    },
    {
      name: 'a call beside one that a person has to allow: the worker may have got neither',
      events: [ask(690), call(700, { id: 'evt_other' }), modelStart(720)],
      expected: ['waiting-for-a-person', 690],
    },
    {
      name: 'a call that was allowed counts from then',
      events: [anEvent('confirmation', 100, { aboutId: 'evt_call' }), ask(700), modelStart(720)],
      expected: ['tool-unanswered', 100],
    },
    {
      name: 'a call that was denied is answered',
      events: [
        anEvent('confirmation', 100, { aboutId: 'evt_call', isAllowed: false }),
        ask(700),
        modelStart(720),
      ],
      expected: ['no-progress', 100],
    },
    {
      name: 'a call of the service is not its worker’s',
      events: [anEvent('other-call', 700, { id: 'evt_mcp' }), modelStart(720)],
      expected: ['model-running', 720],
    },
    {
      name: 'a call of the service that waits for a person',
      events: [
        anEvent('other-call', 700, { id: 'evt_mcp', needsPermission: true }),
        modelEnd(700),
        modelStart(720),
      ],
      expected: ['waiting-for-a-person', 700],
    },
    { name: 'the model at work', events: [modelStart(900)], expected: ['model-running', 900] },
    {
      name: 'an end that names no request ends the last one',
      events: [modelEnd(800, null), modelStart(900)],
      expected: ['no-progress', 800],
    },
    {
      name: 'the end of another request ends none',
      events: [modelEnd(800, 'evt_else'), modelStart(900)],
      expected: ['model-running', 900],
    },
    { name: 'no event at all', events: [], expected: null },
    {
      name: 'a turn that has ended',
      status: 'idle',
      events: [idle(800, 'end_turn'), call(900)],
      expected: ['slot-leaked', 800],
    },
    {
      name: 'a session that was cancelled',
      status: 'idle',
      events: [anEvent('other', 5), idle(800, 'cancelled')],
      expected: ['slot-leaked', 800],
    },
    {
      name: 'an idle session that stopped for a reason nobody knows',
      status: 'idle',
      events: [idle(800, null), call(900)],
      expected: null,
    },
    {
      name: 'an idle session that was given a message',
      status: 'idle',
      events: [anEvent('message', 5), idle(800, 'end_turn')],
      expected: null,
    },
    {
      name: 'an idle session whose events say that it runs',
      status: 'idle',
      events: [anEvent('running', 5), idle(800, 'end_turn')],
      expected: null,
    },
    {
      name: 'an idle session without an event that says why',
      status: 'idle',
      events: [result(650)],
      expected: null,
    },
    {
      name: 'an action that only a person can take',
      status: 'idle',
      events: [idle(700, 'requires_action', ['evt_call']), ask(700), modelStart(720)],
      expected: ['waiting-for-a-person', 700],
    },
    {
      name: 'an action that is the worker’s',
      status: 'idle',
      events: [idle(700, 'requires_action', ['evt_call']), call(700), modelStart(720)],
      expected: ['tool-unanswered', 700],
    },
    {
      name: 'an action without a word of which',
      status: 'idle',
      events: [idle(700, 'requires_action'), call(700), modelStart(720)],
      expected: ['tool-unanswered', 700],
    },
    {
      name: 'an action about a call that is not among the events',
      status: 'idle',
      events: [idle(700, 'requires_action', ['evt_else']), call(700), modelStart(720)],
      expected: null,
    },
    {
      name: 'an action of an application',
      status: 'idle',
      events: [idle(700, 'requires_action', ['evt_own']), anEvent('other-call', 700, { id: 'evt_own' })],
      expected: null,
    },
    {
      name: 'a terminated session',
      session: { status: 'terminated', updatedAt: ago(900) },
      events: [],
      expected: ['slot-leaked', 900],
    },
    {
      name: 'a terminated session that was never touched since before its item',
      session: { status: 'terminated', updatedAt: ago(90_000) },
      events: [],
      expected: ['slot-leaked', 0],
    },
    {
      name: 'a session that is moved',
      session: { status: 'rescheduling', updatedAt: ago(60) },
      events: [],
      expected: ['rescheduling', 60],
    },
    { name: 'a status of next year', status: 'other', events: [call(700)], expected: null },
    {
      name: 'a session of another environment',
      session: { environmentId: 'env_b' },
      events: [call(700)],
      expected: null,
    },
    {
      name: 'a call that is older than its item counts from the item’s start',
      events: [call(90_000), modelStart(90_010)],
      expected: ['tool-unanswered', 3_600],
    },
    {
      name: 'an instant that has not come yet counts as now',
      events: [call(-600), modelStart(720)],
      expected: ['tool-unanswered', 0],
    },
    {
      name: 'a call without a time counts from the next event',
      events: [modelEnd(650), call(null), modelStart(720)],
      expected: ['tool-unanswered', 650],
    },
    {
      name: 'a call without any time counts from when it was first seen',
      events: [call(null)],
      before: aKnownSession({ eventId: 'evt_call', since: ago(300) }),
      expected: ['tool-unanswered', 300],
    },
    {
      name: 'another call without any time counts from now',
      events: [call(null)],
      before: aKnownSession({ eventId: 'evt_else', since: ago(300) }),
      expected: ['tool-unanswered', 0],
    },
  ])('$name', ({ status = 'running', session = {}, events, item = {}, before, expected }) => {
    const reading = aSessionReading(events, { status, ...session });

    const known = judgeSession(reading, aHeldItem(item), before, AT);

    expect(known && [known.cause, (AT.getTime() - known.since.getTime()) / 1000]).toEqual(expected);
  });

  it('keeps the name of the tool, how many calls wait, and what it cost', () => {
    const reading = aSessionReading([
      call(690, { id: 'evt_other', toolName: 'read' }),
      call(700),
      modelStart(720),
    ]);

    expect(judgeSession(reading, aHeldItem(), undefined, AT)).toEqual({
      itemId: 'work_1',
      cause: 'tool-unanswered',
      since: ago(700),
      seenAt: AT,
      toolName: 'bash',
      callCount: 2,
      eventId: 'evt_call',
      totalCredits: 2.5,
    });
  });

  it('takes a session that is not found for gone from when that was first seen', () => {
    const gone = anUnreadSession('gone');

    const first = judgeSession(gone, aHeldItem(), undefined, ago(60)) ?? undefined;
    const second = judgeSession(gone, aHeldItem(), first, AT);

    expect([first?.since, second?.since, second?.cause]).toEqual([ago(60), ago(60), 'session-gone']);
  });

  it('knows nothing of a session that could not be read', () => {
    expect(judgeSession(anUnreadSession('failed'), aHeldItem(), aKnownSession(), AT)).toBeNull();
  });
});
