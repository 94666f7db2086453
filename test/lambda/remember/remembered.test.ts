import { describe, expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import { deliver, type Intent, persist, type StateRow } from '../../../lambda/remember/remembered.ts';
import { anAlert } from '../notify/an-alert.ts';

const FAILING: EnvironmentState = { ...EMPTY_STATE, failedRunCount: 1 };
const TELLING: EnvironmentState = {
  ...EMPTY_STATE,
  outbox: [anAlert({ messageId: '1' }), anAlert({ messageId: '2' })],
};
const NEVER = new AbortController().signal;
const row = (value: EnvironmentState, version: number | null, fault: StateRow['fault'] = null): StateRow => ({
  value,
  version,
  fault,
});

/** An intent over a table that keeps what is done to it. */
function anIntent(before: StateRow, state: EnvironmentState, { isOver = false, canGo = true } = {}) {
  const writes: string[] = [];
  const intent: Intent = {
    state,
    isOver,
    remembered: {
      id: 'env_a',
      row: before,
      save: async (_state, expected) => {
        writes.push(`save at ${expected}`);
        return (expected ?? 0) + 1;
      },
      remove: canGo ? async (expected) => void writes.push(`remove at ${expected}`) : null,
    },
  };
  return { intent, writes };
}

describe('persist()', () => {
  it.each([
    {
      name: 'a new environment',
      before: row(EMPTY_STATE, null),
      state: EMPTY_STATE,
      isOver: false,
      writes: ['save at null'],
      version: 1,
    },
    {
      name: 'nothing new',
      before: row(FAILING, 4),
      state: { ...FAILING },
      isOver: false,
      writes: [],
      version: 4,
    },
    {
      name: 'a change',
      before: row(EMPTY_STATE, 4),
      state: FAILING,
      isOver: false,
      writes: ['save at 4'],
      version: 5,
    },
    {
      name: 'a row that cannot be read',
      before: row(EMPTY_STATE, 4, 'corrupt'),
      state: EMPTY_STATE,
      isOver: false,
      writes: ['save at 4'],
      version: 5,
    },
    {
      name: 'an end',
      before: row(FAILING, 4),
      state: FAILING,
      isOver: true,
      writes: ['remove at 4'],
      version: null,
    },
    {
      name: 'an end that is still to be told',
      before: row(FAILING, 4),
      state: TELLING,
      isOver: true,
      writes: ['save at 4'],
      version: 5,
    },
    {
      name: 'the end of what was never saved',
      before: row(EMPTY_STATE, null),
      state: EMPTY_STATE,
      isOver: true,
      writes: [],
      version: null,
    },
  ])('writes $writes for $name', async ({ before, state, isOver, writes: expected, version }) => {
    const { intent, writes } = anIntent(before, state, { isOver });

    const { row: after } = await persist(intent);

    expect([writes, after]).toEqual([expected, row(state, version)]);
  });

  it('never removes the row of the monitor', async () => {
    const { intent, writes } = anIntent(row(EMPTY_STATE, 1), EMPTY_STATE, { isOver: true, canGo: false });

    await persist(intent);

    expect(writes).toEqual([]);
  });
});

describe('deliver()', () => {
  it('clears what was sent, in one write', async () => {
    const { intent, writes } = anIntent(row(TELLING, 2), TELLING);

    const delivery = await deliver(intent, async () => undefined, NEVER);

    expect(writes).toEqual(['save at 2']);
    expect(delivery).toMatchObject({ sentCount: 2, waitingCount: 0, sendError: null, clearError: null });
    expect(delivery.intent.remembered.row).toEqual(row(EMPTY_STATE, 3));
  });

  it('removes the row of what is over as soon as its end is told', async () => {
    const { intent, writes } = anIntent(row(TELLING, 2), TELLING, { isOver: true });

    await deliver(intent, async () => undefined, NEVER);

    expect(writes).toEqual(['remove at 2']);
  });

  it('clears only what was sent when the topic refuses the rest', async () => {
    const { intent } = anIntent(row(TELLING, 2), TELLING);
    const send = async ({ messageId }: { messageId: string }) => {
      if (messageId === '2') throw new Error('Refused');
    };

    const delivery = await deliver(intent, send, NEVER);

    expect(delivery).toMatchObject({ sentCount: 1, waitingCount: 1, sendError: new Error('Refused') });
    expect(delivery.intent.remembered.row.value.outbox).toEqual(TELLING.outbox.slice(1));
  });

  it('writes nothing when nothing was sent', async () => {
    const { intent, writes } = anIntent(row(TELLING, 2), TELLING);

    const delivery = await deliver(intent, () => Promise.reject(new Error('Refused')), NEVER);

    expect([writes, delivery.waitingCount]).toEqual([[], 2]);
  });

  it('says when what was sent could not be cleared, and keeps the row as it was', async () => {
    const { intent } = anIntent(row(TELLING, 2), TELLING);
    const refused = new Error('Conflict');
    const broken = { ...intent, remembered: { ...intent.remembered, save: () => Promise.reject(refused) } };

    const delivery = await deliver(broken, async () => undefined, NEVER);

    expect(delivery).toMatchObject({ sentCount: 2, waitingCount: 0, clearError: refused });
    expect(delivery.intent.remembered.row).toEqual(row(TELLING, 2));
  });
});
