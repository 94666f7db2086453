import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QoderError } from '../../../../lambda/read/api/qoder-error.ts';
import { parseWorkPage } from '../../../../lambda/read/api/work.ts';
import { aWorkRow } from '../../../support/qoder-row.ts';

const answerOf = (body: unknown) => ({
  subject: 'GET /environments/env_a/work',
  status: 200,
  requestId: null,
  body,
});
const pageOf = (...rows: readonly unknown[]) =>
  parseWorkPage(answerOf({ data: rows, has_more: false, next_page: null }), null);

const ITEM = {
  id: 'work_019f3be4fd2475d9a784bf2c739e1194',
  sessionId: 'sess_019f3be3fa66750bb9a1fbcde85b5fe1',
  state: 'queued',
  createdAt: new Date('2026-07-01T08:15:01Z'),
  acknowledgedAt: null,
  startedAt: null,
  latestHeartbeatAt: null,
  stopRequestedAt: null,
  stoppedAt: null,
};

describe('parseWorkPage()', () => {
  it('reads the documented example', () => {
    expect(pageOf(aWorkRow())).toEqual({
      items: [ITEM],
      malformedCount: 0,
      rowCount: 1,
      firstRowId: ITEM.id,
      nextPage: null,
    });
  });

  it('reads all timestamps', () => {
    const row = aWorkRow({
      state: 'stopped',
      acknowledged_at: '2026-07-01T08:15:02Z',
      started_at: '2026-07-01T08:15:03Z',
      latest_heartbeat_at: '2026-07-01T08:16:06.120394Z',
      stop_requested_at: '2026-07-01T08:17:00Z',
      stopped_at: '2026-07-01T08:17:01Z',
    });

    expect(pageOf(row).items).toEqual([
      {
        ...ITEM,
        state: 'stopped',
        acknowledgedAt: new Date('2026-07-01T08:15:02Z'),
        startedAt: new Date('2026-07-01T08:15:03Z'),
        latestHeartbeatAt: new Date('2026-07-01T08:16:06.120Z'),
        stopRequestedAt: new Date('2026-07-01T08:17:00Z'),
        stoppedAt: new Date('2026-07-01T08:17:01Z'),
      },
    ]);
  });

  it('reads an empty page', () => {
    expect(pageOf()).toEqual({
      items: [],
      malformedCount: 0,
      rowCount: 0,
      firstRowId: null,
      nextPage: null,
    });
  });

  it.each([
    {
      name: 'a state of the future',
      row: aWorkRow({ state: 'paused' }),
      item: { ...ITEM, state: 'other', unknownState: 'paused' },
    },
    {
      name: 'a state in other letters',
      row: aWorkRow({ state: 'Queued' }),
      item: { ...ITEM, state: 'other', unknownState: 'Queued' },
    },
    ...Object.getOwnPropertyNames(Object.prototype).map((state) => ({
      name: `a state that is called like a member of every object, ${state}`,
      row: aWorkRow({ state }),
      item: { ...ITEM, state: 'other', unknownState: state },
    })),
    { name: 'a field of the future', row: aWorkRow({ worker_id: 'w' }), item: ITEM },
    { name: 'no session', row: aWorkRow({ data: null }), item: { ...ITEM, sessionId: null } },
    {
      name: 'a session without id',
      row: aWorkRow({ data: { type: 'session' } }),
      item: { ...ITEM, sessionId: null },
    },
    {
      name: 'a session id of another kind',
      row: aWorkRow({ data: { id: 7 } }),
      item: { ...ITEM, sessionId: null },
    },
    {
      name: 'missing timestamps',
      row: aWorkRow({ acknowledged_at: undefined, stopped_at: undefined }),
      item: ITEM,
    },
  ])('tolerates $name', ({ row, item }) => {
    expect(pageOf(row).items).toEqual([item]);
  });

  it.each([
    { name: 'null', row: null },
    { name: 'a text', row: 'work_1' },
    { name: 'an array', row: [] },
    { name: 'no id', row: aWorkRow({ id: undefined }) },
    { name: 'an empty id', row: aWorkRow({ id: '' }) },
    { name: 'an id of another kind', row: aWorkRow({ id: 7 }) },
    { name: 'no state', row: aWorkRow({ state: null }) },
    { name: 'an empty state', row: aWorkRow({ state: '' }) },
    { name: 'no created_at', row: aWorkRow({ created_at: null }) },
    { name: 'an unreadable created_at', row: aWorkRow({ created_at: 'yesterday' }) },
  ])('skips and counts a row with $name', ({ row }) => {
    const page = pageOf(row, aWorkRow());

    expect({ items: page.items, malformedCount: page.malformedCount, rowCount: page.rowCount }).toEqual({
      items: [ITEM],
      malformedCount: 1,
      rowCount: 2,
    });
  });

  it.each([
    ['an unreadable stopped_at', { stopped_at: '2026-13-01T00:00:00Z' }, ['stoppedAt']],
    ['a heartbeat as a number', { latest_heartbeat_at: 1_782_893_701 }, ['latestHeartbeatAt']],
    [
      'a heartbeat without a colon in its offset',
      { latest_heartbeat_at: '2026-07-01T08:16:06+0000' },
      ['latestHeartbeatAt'],
    ],
    ['a heartbeat without an offset', { latest_heartbeat_at: '2026-07-01T08:16:06' }, ['latestHeartbeatAt']],
    ['two of them', { acknowledged_at: 'yes', started_at: true }, ['acknowledgedAt', 'startedAt']],
  ])(
    'counts a row with %s as malformed, names the instant, and reads the rest of it',
    (_, change, unreadable) => {
      const { items, malformedCount } = pageOf(aWorkRow(change));

      expect({ items, malformedCount }).toEqual({ items: [{ ...ITEM, unreadable }], malformedCount: 1 });
    },
  );

  it.each([
    ['the year 1', '0001-01-01T00:00:00Z', null],
    ['more than a minute before', '2026-07-01T08:14:00Z', null],
    ['up to a minute before', '2026-07-01T08:14:01Z', new Date('2026-07-01T08:14:01Z')],
  ])('takes a heartbeat %s the creation for what it is', (_, text, latestHeartbeatAt) => {
    const { items, malformedCount } = pageOf(aWorkRow({ latest_heartbeat_at: text }));

    expect({ items, malformedCount }).toEqual({ items: [{ ...ITEM, latestHeartbeatAt }], malformedCount: 0 });
  });

  it.each([
    ['failed', { unknownState: 'failed' }],
    ['active', { isContradicting: true }],
    ['stopped', {}],
  ])('takes an item that has stopped for over, though it is called %s', (state, facts) => {
    const stoppedAt = new Date('2026-07-01T08:17:01Z');

    expect(pageOf(aWorkRow({ state, stopped_at: '2026-07-01T08:17:01Z' })).items).toEqual([
      { ...ITEM, state: 'stopped', stoppedAt, ...facts },
    ]);
  });

  it('knows a health check from a session', () => {
    expect(pageOf(aWorkRow({ data: { type: 'healthcheck', id: 'hc_1' } })).items).toEqual([
      { ...ITEM, sessionId: 'hc_1', isHealthcheck: true },
    ]);
  });

  it('tells the id of the first row even if it is malformed', () => {
    const page = pageOf(
      aWorkRow({ id: 'work_1', state: null }),
      aWorkRow(),
      aWorkRow({ id: 'work_9', created_at: 1 }),
    );

    expect(page.firstRowId).toBe('work_1');
  });

  it('throws nothing but QoderError, and loses no row', () => {
    const row = fc.oneof(
      fc.jsonValue(),
      fc.record({ id: fc.string(), state: fc.string(), created_at: fc.string() }),
      fc
        .dictionary(fc.constantFrom('id', 'data', 'state', 'created_at', 'stopped_at'), fc.jsonValue())
        .map(aWorkRow),
    );
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record({ data: fc.array(row), has_more: fc.jsonValue(), next_page: fc.jsonValue() }),
      fc.record({ data: fc.array(row), has_more: fc.constant(false) }),
    );

    fc.assert(
      fc.property(body, fc.option(fc.string()), (anyBody, cursor) => {
        try {
          const { items, malformedCount, rowCount } = parseWorkPage(answerOf(anyBody), cursor);
          expect(items.length).toBeLessThanOrEqual(rowCount);
          expect(items.length + malformedCount).toBeGreaterThanOrEqual(rowCount);
        } catch (error) {
          expect(error).toBeInstanceOf(QoderError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
