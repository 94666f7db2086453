import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { Alert } from '../../../lambda/model/incident.ts';
import { newRow, type SubjectRow } from '../../../lambda/model/row.ts';
import {
  type DrainDeps,
  drainOutbox,
  drainOutboxes,
  EVENT_LIFE_MS,
} from '../../../lambda/notify/drain-outbox.ts';
import { UndeliverableError } from '../../../lambda/notify/refused-for-good.ts';
import type { SendAlert } from '../../../lambda/notify/send-in-order.ts';
import { describeError } from '../../../lambda/run-errors.ts';
import { anAlert } from './an-alert.ts';

const OUTBOX = ['1', '2', '3'].map((messageId) => anAlert({ messageId }));
const STATE: EnvironmentState = { ...EMPTY_STATE, failedRunCount: 2, outbox: OUTBOX };
const ROW: SubjectRow = { ...newRow('environment', 'env_a'), value: STATE, stored: STATE, version: 4 };
const AT = anAlert().at;
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
    deps: { send, sendEvents: null, save, scheduledAt: AT, signal },
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

/** Topics and a bus that take what they are told to, and a table. */
function twoChannels(topicsTake: (id: string) => boolean, busTakes: (id: string) => boolean) {
  const [onTopics, onBus, saved]: [string[], string[], SubjectRow[]] = [[], [], []];
  const deps: DrainDeps = {
    send: async (alert) => {
      if (!topicsTake(alert.messageId)) throw new Error('The topic is down');
      onTopics.push(alert.messageId);
    },
    sendEvents: async (alerts) => {
      const ids = alerts.map(({ messageId }) => messageId).filter(busTakes);
      onBus.push(...ids);
      const errors = ids.length < alerts.length ? [new Error('The bus is down')] : [];
      return { takenIds: new Set(ids), errors };
    },
    save: async (row) => {
      saved.push(row);
      return { ...row, stored: row.value, version: (row.version ?? 0) + 1 };
    },
    scheduledAt: AT,
    signal,
  };
  return { deps, onTopics, onBus, saved };
}

const all = () => true;
const none = () => false;
const marksOf = ({ value }: SubjectRow) =>
  value.outbox.map(({ messageId, reached = 'none' }) => `${messageId} ${reached}`);

describe('drainOutbox() with a bus', () => {
  it.each([
    ['both take all', all, all, [], 3],
    ['the bus is down', all, none, ['1 topics', '2 topics', '3 topics'], 3],
    ['the topics are down', none, all, ['1 bus', '2 bus', '3 bus'], 3],
    ['both are down', none, none, ['1 none', '2 none', '3 none'], 0],
    ['each takes a part', (id: string) => id === '1', (id: string) => id !== '2', ['2 none', '3 bus'], 2],
  ])('remembers what waits for which: %s', async (_name, topicsTake, busTakes, marks, sentCount) => {
    const { deps, saved } = twoChannels(topicsTake, busTakes);

    const delivery = await drainOutbox(ROW, deps);

    expect(marksOf(delivery.row)).toEqual(marks);
    expect([delivery.sentCount, delivery.waitingCount]).toEqual([sentCount, marks.length]);
    expect(saved).toHaveLength(sentCount === 0 ? 0 : 1);
  });

  it('sends nothing twice: what one took waits for the other alone', async () => {
    const down = twoChannels(all, none);
    const { row } = await drainOutbox(ROW, down.deps);
    const up = twoChannels(all, all);

    const delivery = await drainOutbox(row, up.deps);

    expect([down.onTopics, up.onTopics, up.onBus]).toEqual([['1', '2', '3'], [], ['1', '2', '3']]);
    expect(delivery.waitingCount).toBe(0);
  });

  it('gives senders the alerts as they were decided, without the mark', async () => {
    const sent: Alert[] = [];
    const outbox = OUTBOX.map((alert) => ({ ...alert, reached: 'bus' as const }));
    const send: SendAlert = async (alert) => void sent.push(alert);

    await drainOutbox({ ...ROW, value: { ...STATE, outbox } }, { ...twoChannels(all, all).deps, send });

    expect(sent).toEqual(OUTBOX);
  });

  it('lets go of what only a bus lacks when there is none any more, and sends nothing again', async () => {
    const { row } = await drainOutbox(ROW, twoChannels(all, none).deps);
    const { deps, onTopics } = twoChannels(all, all);

    const delivery = await drainOutbox(row, { ...deps, sendEvents: null });

    expect([delivery.waitingCount, delivery.sendError, onTopics]).toEqual([0, null, []]);
  });

  it.each([
    ['bus', EVENT_LIFE_MS, 3],
    ['bus', EVENT_LIFE_MS + 1, 0],
    ['topics', 10 * EVENT_LIFE_MS, 3],
  ])('keeps what waits for the %s alone after %d ms: %d', async (waitsFor, ageMs, waitingCount) => {
    const { deps } = waitsFor === 'bus' ? twoChannels(all, none) : twoChannels(none, all);
    const scheduledAt = new Date(AT.getTime() + ageMs);

    const delivery = await drainOutbox(ROW, { ...deps, scheduledAt });

    expect(delivery.waitingCount).toBe(waitingCount);
    const given = 'Alert 1 was given up: the event bus has not taken it for a day';
    expect(describeError(delivery.sendError).includes(given)).toBe(waitingCount === 0);
  });

  it('takes each to each channel at least once, and once only, whatever goes wrong in between', async () => {
    const anyRun = fc.record({ topics: fc.array(fc.boolean()), bus: fc.array(fc.boolean()) });
    await fc.assert(
      fc.asyncProperty(fc.array(anyRun, { maxLength: 6 }), async (runs) => {
        const told: [string[], string[]] = [[], []];
        let row: SubjectRow = ROW;
        for (const { topics, bus } of [...runs, { topics: [], bus: [] }]) {
          const takes = (plan: readonly boolean[]) => (id: string) => plan[Number(id) - 1] ?? true;
          const { deps, onTopics, onBus } = twoChannels(takes(topics), takes(bus));
          row = (await drainOutbox(row, deps)).row;
          told[0].push(...onTopics);
          told[1].push(...onBus);
        }
        expect([told[0], told[1].toSorted(), row.value.outbox]).toEqual([
          ['1', '2', '3'],
          ['1', '2', '3'],
          [],
        ]);
      }),
    );
  });
});

describe('drainOutboxes()', () => {
  it('leaves rows alone in which nothing waits', async () => {
    const { deps, saved } = aWorld();

    const deliveries = await drainOutboxes([{ ...ROW, value: EMPTY_STATE }, ROW], deps);

    expect([deliveries.length, saved.length]).toEqual([1, 1]);
  });
});
