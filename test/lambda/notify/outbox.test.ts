import { describe, expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import { type SendAlert, sendOutbox } from '../../../lambda/notify/outbox.ts';
import { anAlert } from './an-alert.ts';

const OUTBOX = ['1', '2', '3'].map((messageId) => anAlert({ messageId }));
const STATE: EnvironmentState = { ...EMPTY_STATE, failedRunCount: 2, outbox: OUTBOX };
const NEVER = new AbortController().signal;

function aTopic(refusedId?: string): { send: SendAlert; taken: string[] } {
  const taken: string[] = [];
  const send: SendAlert = async ({ messageId }) => {
    if (messageId === refusedId) throw new Error(`Refused ${messageId}`);
    taken.push(messageId);
  };
  return { send, taken };
}

describe('sendOutbox()', () => {
  it('sends all, oldest first, and leaves the rest of the state alone', async () => {
    const { send, taken } = aTopic();

    expect(await sendOutbox(STATE, send, NEVER)).toEqual({
      state: { ...STATE, outbox: [] },
      sentCount: 3,
      error: null,
    });
    expect(taken).toEqual(['1', '2', '3']);
  });

  it.each([
    ['1', [], ['1', '2', '3']],
    ['2', ['1'], ['2', '3']],
    ['3', ['1', '2'], ['3']],
  ])(
    'stops at alert %s when it is refused, and keeps it with all that follow',
    async (refusedId, sentIds, leftIds) => {
      const { send, taken } = aTopic(refusedId);

      const { state, sentCount, error } = await sendOutbox(STATE, send, NEVER);

      expect(taken).toEqual(sentIds);
      expect(state.outbox.map(({ messageId }) => messageId)).toEqual(leftIds);
      expect([sentCount, error]).toEqual([sentIds.length, new Error(`Refused ${refusedId}`)]);
    },
  );

  it('begins nothing after its time is over', async () => {
    const { send, taken } = aTopic();

    const { state } = await sendOutbox(STATE, send, AbortSignal.abort());

    expect([taken, state.outbox]).toEqual([[], OUTBOX]);
  });
});
