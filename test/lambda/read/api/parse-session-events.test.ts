import { describe, expect, it } from 'vitest';
import type { ApiAnswer } from '../../../../lambda/read/api/answer.ts';
import { parseSession } from '../../../../lambda/read/api/parse-session.ts';
import { parseEventsPage } from '../../../../lambda/read/api/parse-session-events.ts';

const anAnswer = (body: unknown): ApiAnswer => ({
  subject: 'GET /sessions/sess_1',
  status: 200,
  requestId: null,
  body,
});
const parseRows = (...data: unknown[]) =>
  parseEventsPage(anAnswer({ data, has_more: false, next_page: null }), null);
const parseRow = (row: unknown) => parseRows(row).events[0];

const NEWER = '2026-11-24T11:59:00.120394Z';
const OLDER = '2026-11-24T11:58:00Z';
const SECRET = 'rm -rf the plan';
/** A table that is asked for one of these by its name has it, though nobody wrote it there. */
const MEMBERS_OF_EVERY_OBJECT = Object.getOwnPropertyNames(Object.prototype);

describe('parseEventsPage()', () => {
  it.each([
    {
      name: 'a call of a tool',
      row: {
        id: 'evt_1',
        type: 'agent.tool_use',
        name: 'bash',
        input: { command: SECRET },
        processed_at: OLDER,
      },
      expected: { kind: 'tool-call', id: 'evt_1', toolName: 'bash', needsPermission: false },
    },
    {
      name: 'a call that somebody has to allow',
      row: { id: 'evt_1', type: 'agent.tool_use', name: 'bash', evaluated_permission: 'ask' },
      expected: { kind: 'tool-call', needsPermission: true },
    },
    {
      name: 'a call that is allowed by itself',
      row: { id: 'evt_1', type: 'agent.tool_use', name: 'bash', evaluated_permission: 'allow' },
      expected: { kind: 'tool-call', needsPermission: false },
    },
    { name: 'a call of the service', row: { type: 'agent.mcp_tool_use' }, expected: { kind: 'other-call' } },
    {
      name: 'a call of an application',
      row: { type: 'agent.custom_tool_use' },
      expected: { kind: 'other-call' },
    },
    {
      name: 'a result of the worker',
      row: { type: 'user.tool_result', tool_use_id: 'evt_1', content: SECRET },
      expected: { kind: 'tool-result', aboutId: 'evt_1', toolName: null, isError: false },
    },
    {
      name: 'a result that is an error',
      row: { type: 'user.tool_result', tool_use_id: 'evt_1', is_error: true },
      expected: { kind: 'tool-result', isError: true },
    },
    {
      name: 'a result whose error is no yes and no no',
      row: { type: 'user.tool_result', tool_use_id: 'evt_1', is_error: SECRET },
      expected: { kind: 'tool-result', isError: false },
    },
    {
      name: 'a result of the service',
      row: { type: 'agent.mcp_tool_result', mcp_tool_use_id: 'evt_1' },
      expected: { kind: 'tool-result', aboutId: 'evt_1' },
    },
    {
      name: 'a result of an application',
      row: { type: 'user.custom_tool_result', custom_tool_use_id: 'evt_1' },
      expected: { kind: 'tool-result', aboutId: 'evt_1' },
    },
    {
      name: 'an answer that allows',
      row: { type: 'user.tool_confirmation', tool_use_id: 'evt_1', result: 'allow' },
      expected: { kind: 'confirmation', isAllowed: true },
    },
    {
      name: 'an answer that denies',
      row: { type: 'user.tool_confirmation', tool_use_id: 'evt_1', result: 'deny', deny_message: SECRET },
      expected: { kind: 'confirmation', isAllowed: false },
    },
    {
      name: 'an answer in other words',
      row: { type: 'user.tool_confirmation', tool_use_id: 'evt_1', result: 'denied' },
      expected: { kind: 'confirmation', isAllowed: null },
    },
    {
      name: 'an answer that is an object',
      row: { type: 'user.tool_confirmation', tool_use_id: 'evt_1', result: { type: 'deny' } },
      expected: { kind: 'confirmation', isAllowed: null },
    },
    {
      name: 'an answer by another name',
      row: { type: 'user.tool_confirmation', tool_use_id: 'evt_1', allowed: false },
      expected: { kind: 'confirmation', isAllowed: null },
    },
    {
      name: 'what the model says',
      row: { id: 'evt_1', type: 'agent.message', content: SECRET },
      expected: { kind: 'model-output', toolName: null },
    },
    {
      name: 'what the model thinks',
      row: { id: 'evt_1', type: 'agent.thinking', content: SECRET },
      expected: { kind: 'model-output' },
    },
    {
      name: 'the end of a request to the model',
      row: { type: 'span.model_request_end', model_request_start_id: 'evt_1', model_usage: { credits: 1 } },
      expected: { kind: 'model-end', aboutId: 'evt_1' },
    },
    {
      name: 'a reason to stop that is a text',
      row: { type: 'session.status_idle', stop_reason: 'end_turn' },
      expected: { kind: 'idle', stopReason: 'end_turn', pendingIds: [] },
    },
    {
      name: 'a reason to stop that is an object',
      row: { type: 'session.status_idle', stop_reason: { type: 'requires_action', event_ids: ['evt_1', 7] } },
      expected: { kind: 'idle', stopReason: 'requires_action', pendingIds: ['evt_1'] },
    },
    {
      name: 'a reason to stop that is a text, with its events beside it',
      row: { type: 'session.status_idle', stop_reason: 'requires_action', event_ids: ['evt_1'] },
      expected: { stopReason: 'requires_action', pendingIds: ['evt_1'] },
    },
    {
      name: 'a reason to stop of next year',
      row: { type: 'session.status_idle', stop_reason: { type: 'budget' } },
      expected: { kind: 'idle', stopReason: null },
    },
    {
      name: 'a type of next year',
      row: { id: 'evt_1', type: 'agent.dreamt', name: SECRET },
      expected: { kind: 'other', id: 'evt_1', toolName: null },
    },
    {
      name: 'a name that is a sentence',
      row: { type: 'agent.tool_use', name: SECRET },
      expected: { kind: 'tool-call', toolName: null },
    },
    { name: 'an id that is none', row: { id: { a: 1 }, type: 'agent.message' }, expected: { id: null } },
    {
      name: 'an id of a thousand characters',
      row: { id: 'e'.repeat(1_000) },
      expected: { id: expect.stringMatching(/^hash_[0-9a-v]{8}$/) },
    },
    { name: 'a time of the China edition', row: { created_at: OLDER }, expected: { at: new Date(OLDER) } },
    {
      name: 'a time that cannot be read',
      row: { processed_at: 'noon', created_at: OLDER },
      expected: { at: new Date(OLDER) },
    },
    { name: 'no time', row: { type: 'agent.message', processed_at: null }, expected: { at: null } },
  ])('reads $name', ({ row, expected }) => {
    expect(parseRow(row)).toMatchObject(expected);
  });

  it('keeps nothing of what a session is about', () => {
    const { events } = parseRows(
      { id: 'evt_2', type: 'agent.message', content: [{ text: SECRET }], processed_at: NEWER },
      { id: 'evt_1', type: 'agent.tool_use', name: 'bash', input: { command: SECRET }, processed_at: OLDER },
    );

    expect(JSON.stringify(events)).not.toContain('plan');
    expect(Object.keys(events[0] ?? {}).toSorted()).toEqual([
      'aboutId',
      'at',
      'id',
      'isAllowed',
      'isError',
      'kind',
      'needsPermission',
      'pendingIds',
      'stopReason',
      'toolName',
    ]);
  });

  it('keeps no id that may be words, and knows it again all the same', () => {
    const [result, call] = parseRows(
      { type: 'user.tool_result', tool_use_id: SECRET, processed_at: NEWER },
      { id: SECRET, type: 'agent.tool_use', processed_at: OLDER },
    ).events;

    expect(call?.id).toMatch(/^hash_/);
    expect(result?.aboutId).toBe(call?.id);
    expect(parseRow({ id: `${SECRET}!` })?.id).not.toBe(call?.id);
  });

  it.each(MEMBERS_OF_EVERY_OBJECT)('takes the type %s for one that is not known', (type) => {
    expect(parseRow({ type })?.kind).toBe('other');
  });

  it('leaves out rows that are none', () => {
    expect(parseRows(null, 7, { type: 'agent.message' }).events).toHaveLength(1);
  });

  it('turns a whole list round that has the oldest first', () => {
    const { events } = parseRows({ id: 'evt_1', processed_at: OLDER }, { id: 'evt_2', processed_at: NEWER });

    expect(events.map(({ id }) => id)).toEqual(['evt_2', 'evt_1']);
  });

  it('refuses the first page of a longer list that has the oldest first', () => {
    const data = [{ processed_at: OLDER }, { processed_at: NEWER }];

    expect(() => parseEventsPage(anAnswer({ data, has_more: true, next_page: 'evt_9' }), null)).toThrow(
      'has the oldest events first',
    );
  });
});

describe('parseSession()', () => {
  const ROW = { id: 'sess_1', status: 'running', title: SECRET, agent: { system: SECRET } };
  const parse = (row: object) => parseSession(anAnswer({ ...ROW, ...row }), 'sess_1');

  it('keeps status, environment, time and cost, and nothing of what it is about', () => {
    const session = parse({
      environment_id: 'env_a',
      updated_at: NEWER,
      usage: { total_credits: 12.34, input_tokens: 7 },
    });

    expect(session).toEqual({
      id: 'sess_1',
      environmentId: 'env_a',
      status: 'running',
      updatedAt: new Date('2026-11-24T11:59:00.120Z'),
      totalCredits: 12.34,
    });
  });

  it.each([
    ['running', 'running'],
    ['processing', 'running'],
    ['idle', 'idle'],
    ['rescheduling', 'rescheduling'],
    ['terminated', 'terminated'],
    ['canceling', 'other'],
    ['dreaming', 'other'],
  ])('takes the status %s for %s', (status, expected) => {
    expect(parse({ status }).status).toBe(expected);
  });

  it.each(MEMBERS_OF_EVERY_OBJECT)('takes the status %s for one that is not known', (status) => {
    expect(parse({ status }).status).toBe('other');
  });

  it.each([
    ['no usage', {}],
    ['usage without credits', { usage: { total_tokens: 12 } }],
    ['credits that are no number', { usage: { total_credits: SECRET } }],
    ['credits below zero', { usage: { total_credits: -1 } }],
    ['usage that is none', { usage: SECRET }],
  ])('knows no cost where there is %s', (_, row) => {
    expect(parse(row).totalCredits).toBeNull();
  });

  it.each([
    ['a body without a status', { status: undefined }],
    ['another session', { id: 'sess_2' }],
  ])('refuses %s, and tells nothing of it', (_, row) => {
    const refusal = () => parse(row);

    expect(refusal).toThrow(/answered 200, but the body/);
    expect(refusal).not.toThrow(SECRET);
  });
});
