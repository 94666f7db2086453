import { describe, expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import { newRow, type SubjectRow } from '../../../lambda/model/row.ts';
import { drainOutbox, drainOutboxes } from '../../../lambda/notify/drain-outbox.ts';
import { UndeliverableError } from '../../../lambda/notify/refused-for-good.ts';
import type { SendAlert } from '../../../lambda/notify/send-in-order.ts';
import { describeError } from '../../../lambda/run-errors.ts';
import { anAlert } from './an-alert.ts';

const OUTBOX = ['1', '2', '3'].map((messageId) => anAlert({ messageId }));
const STATE: EnvironmentState = { ...EMPTY_STATE, failedRunCount: 2, outbox: OUTBOX };
const ROW: SubjectRow = { ...newRow('environment', 'env_a'), value: STATE, stored: STATE, version: 4 };
const signal = new AbortController().signal;

/** A topic that refuses one alert, and a table. */
function aWorld(refusedId?: string) {
  const [taken, saved]: [string[], SubjectRow[]] = [[], []];
  const send: SendAlert = async ({ messageId }) => {
    if (messageId === refusedId) throw new Error(`Refused ${messageId}`);
    taken.push(messageId);
  };
  const save = async (row: SubjectRow) => {
    saved.push(row);
    return { ...row, stored: row.value, version: (row.version ?? 0) + 1 };
  };
  return {
    deps: { send, sendEvents: null, save, scheduledAt: OUTBOX[0]?.at ?? new Date(), signal },
    taken,
    saved,
  };
}

describe('drainOutbox()', () => {
  it('sends all, oldest first, and clears them in one write that leaves the rest of the state alone', async () => {
    const { deps, taken, saved } = aWorld();

    const delivery = await drainOutbox(ROW, deps);

    const value = { ...STATE, outbox: [] };
    expect(taken).toEqual(['1', '2', '3']);
    expect(saved).toEqual([{ ...ROW, value }]);
    expect(delivery).toEqual({
      row: { ...ROW, value, stored: value, version: 5 },
      sentCount: 3,
      waitingCount: 0,
      sendError: null,
      clearError: null,
    });
  });

  it.each([
    ['1', [], ['1', '2', '3'], 0],
    ['2', ['1'], ['2', '3'], 1],
    ['3', ['1', '2'], ['3'], 1],
  ])(
    'stops at alert %s when it is refused, and keeps it with all that follow',
    async (refusedId, sentIds, leftIds, writeCount) => {
      const { deps, taken, saved } = aWorld(refusedId);

      const { row, sentCount, waitingCount, sendError } = await drainOutbox(ROW, deps);

      expect(taken).toEqual(sentIds);
      expect(row.value.outbox.map(({ messageId }) => messageId)).toEqual(leftIds);
      expect([sentCount, waitingCount, sendError, saved.length]).toEqual([
        sentIds.length,
        leftIds.length,
        new Error(`Refused ${refusedId}`),
        writeCount,
      ]);
    },
  );

  it.each([
    ['the first', ['1'], ['2', '3'], ['1']],
    ['all', ['1', '2', '3'], [], ['1', '2', '3']],
    ['none', [], ['1', '2', '3'], []],
  ])(
    'passes by %s that will never be taken, and keeps and counts it',
    async (_name, lostIds, sentIds, leftIds) => {
      const { deps, taken, saved } = aWorld();
      const send: SendAlert = async (alert, sending) => {
        if (lostIds.includes(alert.messageId)) throw new UndeliverableError([], `Lost ${alert.messageId}`);
        return deps.send(alert, sending);
      };

      const { row, sentCount, waitingCount } = await drainOutbox(ROW, { ...deps, send });

      expect(taken).toEqual(sentIds);
      expect(row.value.outbox.map(({ messageId }) => messageId)).toEqual(leftIds);
      expect([sentCount, waitingCount]).toEqual([sentIds.length, leftIds.length]);
      expect(saved).toHaveLength(sentIds.length === 0 ? 0 : 1);
    },
  );

  it('stops after what may pass, with what will never be taken still at its place', async () => {
    const { deps } = aWorld();
    const send: SendAlert = async ({ messageId }) => {
      if (messageId === '1') throw new UndeliverableError([], 'Lost 1');
      throw new Error(`Refused ${messageId}`);
    };

    const { row, sendError } = await drainOutbox(ROW, { ...deps, send });

    expect(row.value.outbox).toEqual(OUTBOX);
    expect(describeError(sendError)).toBe(
      'AggregateError: Several alerts (UndeliverableError: Lost 1; Error: Refused 2)',
    );
  });

  it('counts a plain message in the place of an alert as sent, and says why', async () => {
    const replaced = new Error('Refused 2, sent in plain words');
    const send: SendAlert = async ({ messageId }) => (messageId === '2' ? replaced : null);

    const { sentCount, waitingCount, sendError } = await drainOutbox(ROW, { ...aWorld().deps, send });

    expect([sentCount, waitingCount, sendError]).toEqual([3, 0, replaced]);
  });

  it('begins nothing after its time is over', async () => {
    const { deps, taken } = aWorld();

    const { row } = await drainOutbox(ROW, { ...deps, signal: AbortSignal.abort() });

    expect([taken, row.value.outbox]).toEqual([[], OUTBOX]);
  });

  it('says when what was sent could not be cleared, at the version that a later save must find', async () => {
    const refused = new Error('Conflict');

    const delivery = await drainOutbox(ROW, { ...aWorld().deps, save: () => Promise.reject(refused) });

    expect(delivery).toMatchObject({ sentCount: 3, waitingCount: 0, clearError: refused });
    expect([delivery.row.version, delivery.row.stored]).toEqual([4, STATE]);
  });
});

describe('drainOutboxes()', () => {
  it('leaves rows alone in which nothing waits', async () => {
    const { deps, saved } = aWorld();

    const deliveries = await drainOutboxes([{ ...ROW, value: EMPTY_STATE }, ROW], deps);

    expect([deliveries.length, saved.length]).toEqual([1, 1]);
  });
});
