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
  aCall as call,
  aResult as result,
} from '../../support/a-session.ts';
import { AT, ago } from '../../support/a-work-item.ts';

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
  /** Whether nothing older can be open. @default true */
  readonly isWhole?: boolean;
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
    {
      name: 'a call of an application, once the model has said all',
      events: [modelEnd(700), anEvent('other-call', 700, { id: 'evt_own' }), modelStart(720)],
      expected: null,
    },
    {
      name: 'a call beside one of the service',
      events: [modelEnd(700), call(700), anEvent('other-call', 705, { id: 'evt_mcp' }), modelStart(720)],
      expected: ['tool-unanswered', 700],
    },
    {
      name: 'a turn of which not all was read, and nothing happens',
      isWhole: false,
      events: [result(710)],
      expected: null,
    },
    {
      name: 'a call, where an older one may wait for a person',
      isWhole: false,
      events: [anEvent('other', 690), call(700)],
      expected: null,
    },
    {
      name: 'a call that waits for a person, whatever came before',
      isWhole: false,
      events: [ask(700)],
      expected: ['waiting-for-a-person', 700],
    },
    {
      name: 'an action that is the worker’s, whatever came before',
      status: 'idle',
      isWhole: false,
      events: [idle(700, 'requires_action', ['evt_call']), call(700)],
      expected: ['tool-unanswered', 700],
    },
    {
      name: 'an action of which one part was not read',
      status: 'idle',
      isWhole: false,
      events: [idle(700, 'requires_action', ['evt_call', 'evt_older']), call(700)],
      expected: null,
    },
    {
      name: 'an action of which one part was taken',
      status: 'idle',
      events: [
        result(650, 'evt_other'),
        idle(700, 'requires_action', ['evt_call', 'evt_other']),
        call(700),
        call(705, { id: 'evt_other' }),
        modelStart(720),
      ],
      expected: ['tool-unanswered', 700],
    },
    {
      name: 'the model at work, after the late result of a call that was interrupted',
      events: [result(10, 'evt_old'), modelStart(20), anEvent('interrupt', 30), call(700, { id: 'evt_old' })],
      expected: ['model-running', 20],
    },
    {
      name: 'a call after the late result of one that was interrupted',
      events: [
        result(650, 'evt_old'),
        call(700),
        modelStart(720),
        anEvent('interrupt', 730),
        call(900, { id: 'evt_old' }),
      ],
      expected: ['tool-unanswered', 700],
    },
    {
      name: 'a call that may have been answered under another name',
      events: [anEvent('tool-result', 650), modelEnd(700), call(700), modelStart(720)],
      expected: null,
    },
    {
      name: 'a call that may have been answered by an id nobody knows',
      events: [result(650, 'evt_else'), modelEnd(700), call(700), modelStart(720)],
      expected: null,
    },
    {
      name: 'a call since the last answer of which nobody knows what it is about',
      events: [call(640, { id: 'evt_2' }), anEvent('tool-result', 650), call(700), modelStart(720)],
      expected: ['tool-unanswered', 640],
    },
    {
      name: 'calls one after the other, of which results and requests to the model are not told',
      events: [
        call(10, { id: 'evt_3' }),
        anEvent('model-output', 15),
        call(300, { id: 'evt_2' }),
        anEvent('model-output', 305),
        call(700),
      ],
      expected: ['tool-unanswered', 10],
    },
    {
      name: 'a call that is given while another one goes on',
      events: [result(650), call(690, { id: 'evt_2' }), call(700), call(705, { id: 'evt_1' })],
      expected: ['tool-unanswered', 705],
    },
    {
      name: 'an answer in words nobody knows',
      events: [
        anEvent('confirmation', 650, { aboutId: 'evt_call', isAllowed: null }),
        ask(700),
        modelStart(720),
      ],
      expected: null,
    },
    {
      name: 'a call beside a question that may be open: the worker may have got neither',
      events: [
        call(690, { id: 'evt_2' }),
        anEvent('confirmation', 695, { aboutId: 'evt_call', isAllowed: null }),
        ask(700),
        modelStart(720),
      ],
      expected: null,
    },
    {
      name: 'an answer about nobody knows what',
      events: [anEvent('confirmation', 650), ask(700), modelStart(720)],
      expected: null,
    },
    {
      name: 'a call with neither an id nor a time counts from when it was first seen',
      events: [call(null, { id: null })],
      session: { updatedAt: ago(700) },
      before: aKnownSession({ eventId: null, since: ago(300), seenAt: ago(60) }),
      expected: ['tool-unanswered', 300],
    },
    {
      name: 'a call of another tool, with neither an id nor a time, counts from now',
      events: [call(null, { id: null, toolName: 'read' })],
      session: { updatedAt: ago(700) },
      before: aKnownSession({ eventId: null, since: ago(300), seenAt: ago(60) }),
      expected: ['tool-unanswered', 0],
    },
    {
      name: 'a call with neither an id nor a time of a session that has gone on counts from now',
      events: [call(null, { id: null })],
      session: { updatedAt: ago(5) },
      before: aKnownSession({ eventId: null, since: ago(300), seenAt: ago(60) }),
      expected: ['tool-unanswered', 0],
    },
    {
      name: 'a session that is being cancelled is as it was',
      status: 'other',
      events: [],
      before: aKnownSession({ since: ago(900) }),
      expected: ['tool-unanswered', 900],
    },
    {
      name: 'a session that was gone is not, in whatever state it is',
      status: 'other',
      events: [],
      before: aKnownSession({ cause: 'session-gone', since: ago(900) }),
      expected: null,
    },
    {
      name: 'a session that was over runs, of whatever is open',
      isWhole: false,
      events: [call(10)],
      before: aKnownSession({ cause: 'slot-leaked', since: ago(900) }),
      expected: null,
    },
    {
      name: 'a session in which nothing had happened goes on, with whatever is open',
      isWhole: false,
      events: [call(10)],
      before: aKnownSession({ cause: 'no-progress', since: ago(900), eventId: 'evt_0' }),
      expected: null,
    },
  ])('$name', ({ status = 'running', session = {}, events, item = {}, before, isWhole = true, expected }) => {
    const reading = { ...aSessionReading(events, { status, ...session }), isWhole };

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
