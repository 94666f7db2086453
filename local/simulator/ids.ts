/** Ids as the API makes them: a prefix and a UUIDv7 without dashes, so that the order of ids is the order of creation. */
import type { Random } from './random.ts';

const SEQUENCE_COUNT = 0x1000;

/** @returns the next id of the sequence, greater than every earlier one of the same prefix */
export type NextId = (prefix: string, at: Date) => string;

export function createIdSequence(random: Random): NextId {
  let lastMs = 0;
  let sequence = 0;
  return (prefix, at) => {
    sequence += 1;
    if (at.getTime() > lastMs) {
      lastMs = at.getTime();
      sequence = 0;
    } else if (sequence === SEQUENCE_COUNT) {
      // RFC 9562 section 6.2: a full counter borrows from the next millisecond.
      lastMs += 1;
      sequence = 0;
    }
    return `${prefix}_${toUuid7Hex(lastMs, sequence, random)}`;
  };
}

/**
 * 48 bits of epoch milliseconds, version 7, 12 bits of sequence, variant, 60 bits of chance.
 * @param sequence 0 to 4095
 */
export function toUuid7Hex(epochMs: number, sequence: number, random: Random): string {
  const tail = toHex(random() * 2 ** 32, 8) + toHex(random() * 2 ** 28, 7);
  return `${toHex(epochMs, 12)}7${toHex(sequence, 3)}8${tail}`;
}

function toHex(value: number, digitCount: number): string {
  return Math.floor(value).toString(16).padStart(digitCount, '0');
}
