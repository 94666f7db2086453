import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { Alert } from '../../../lambda/model/incident.ts';
import { newRow } from '../../../lambda/model/row.ts';
import { decodeRow, encodeRow, STATE_SCHEMA_VERSION } from '../../../lambda/remember/codec.ts';
import { anAlert } from '../notify/an-alert.ts';
import { anyAlert } from '../notify/arbitrary-alert.ts';

const encode = (outbox: readonly Alert[]) =>
  String(encodeRow({ ...newRow('environment', 'env_a'), value: { ...EMPTY_STATE, outbox } }));
const decode = (body: string): EnvironmentState => decodeRow('environment', body, STATE_SCHEMA_VERSION).value;

/** In the order of their runs; of one run, the topics took the first ones. */
const anyOutbox = fc
  .array(
    fc.tuple(
      anyAlert.map((alert) => ({ ...alert, condition: 'queue-stuck' as const })),
      fc.constantFrom('topics' as const, 'bus' as const, undefined),
    ),
    { maxLength: 8 },
  )
  .map((pairs) =>
    pairs
      .map(([alert, reached]): Alert => (reached === undefined ? alert : { ...alert, reached }))
      .toSorted(
        (a, b) =>
          a.at.getTime() - b.at.getTime() || Number(b.reached === 'topics') - Number(a.reached === 'topics'),
      ),
  );

describe('alerts that wait for one channel', () => {
  it('come back as they were, in their order', () => {
    fc.assert(
      fc.property(anyOutbox, (outbox) => {
        expect(decode(encode(outbox)).outbox).toEqual(outbox);
      }),
    );
  });

  it('are, where the topics took them, where no older version finds them to mail them again', () => {
    fc.assert(
      fc.property(anyOutbox, (outbox) => {
        const { outbox: stored } = JSON.parse(encode(outbox));
        expect(stored).toHaveLength(outbox.filter(({ reached }) => reached !== 'topics').length);
      }),
    );
  });

  it('add nothing to a row where there is no bus', () => {
    expect(Object.keys(JSON.parse(encode([anAlert()])))).not.toContain('events');
  });

  it('of a condition that older versions do not know are kept too', () => {
    const outbox = [
      anAlert({ condition: 'session-hung', messageId: 'm.1', reached: 'topics' }),
      anAlert({ condition: 'session-hung', messageId: 'm.2', reached: 'bus' }),
    ];

    expect(decode(encode(outbox)).outbox).toEqual(outbox);
  });
});
