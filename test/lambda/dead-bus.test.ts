/** A bus, or the topics, that refuse everything: what waits must never make the row too large that decides the mails. */
import { expect, it } from 'vitest';
import { waitInOutbox } from '../../lambda/judge/wait-in-outbox.ts';
import { EMPTY_STATE } from '../../lambda/model/environment-state.ts';
import { newRow, type SubjectRow } from '../../lambda/model/row.ts';
import { drainOutbox } from '../../lambda/notify/drain-outbox.ts';
import { encodeRow } from '../../lambda/remember/codec.ts';
import { anAlert } from './notify/an-alert.ts';

/** Source: DynamoDB quotas, "Item size". */
const LARGEST_ROW_BYTES = 409_600;
const MINUTE_MS = 60_000;
const refuse = () => Promise.reject(new Error('refused'));
const nothing = async () => ({ takenIds: new Set<string>(), errors: [new Error('refused')] });
const take = async () => null;

it.each([
  ['the bus', 500, { send: take, sendEvents: nothing }],
  ['the bus', 1_400, { send: take, sendEvents: nothing }],
  ['both', 1_400, { send: refuse, sendEvents: nothing }],
] as const)(
  'with %s failing for two days, while %d environments get stuck and recover, the row stays small',
  async (_, count, channels) => {
    const environmentIds = Array.from({ length: count }, (_, number) => `env_${number}`.padEnd(20, 'x'));
    const { signal } = new AbortController();
    const { at: startAt } = anAlert();
    let row: SubjectRow = newRow('monitor', 'default');
    let largestBytes = 0;
    const save = async (saved: SubjectRow) => {
      largestBytes = Math.max(largestBytes, Buffer.byteLength(encodeRow(saved)));
      return saved;
    };
    for (let minute = 0; minute < 2 * 24 * 60; minute += 45) {
      const at = new Date(startAt.getTime() + minute * MINUTE_MS);
      const change = minute % 90 === 0 ? 'opened' : 'resolved';
      const alert = anAlert({
        messageId: `m.${minute}`,
        incidentId: `i.${minute}`,
        environmentIds,
        at,
        change,
      });
      const outbox = waitInOutbox(row.value.outbox, [{ ...alert, items: [] }]);
      await save({ ...row, value: { ...EMPTY_STATE, outbox } });
      const waiting = { ...row, value: { ...EMPTY_STATE, outbox } };
      row = (await drainOutbox(waiting, { ...channels, save, scheduledAt: at, signal })).row;
    }

    console.info(`${count} environments: the row has at most ${largestBytes} of ${LARGEST_ROW_BYTES} bytes`);
    expect(largestBytes).toBeLessThan(LARGEST_ROW_BYTES / 2);
  },
);
