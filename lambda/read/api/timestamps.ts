/** Instants from the wire: timestamps of the API, which mixes whole seconds and microseconds, and dates of HTTP headers. */
import * as v from 'valibot';

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const MAX_FRACTION_DIGITS = 12;

/**
 * Parses an RFC 3339 timestamp (section 5.6) to the millisecond; what is finer is cut off, never rounded into the
 * future. By hand: a page of a list has 500 of them, and a regular expression takes five times as long.
 *
 * @returns null for everything else, such as a month 13, a 30 February, or a time without an offset
 * @example parseTimestamp('2026-07-01T08:16:06.120394Z')?.toISOString() // '2026-07-01T08:16:06.120Z'
 */
export function parseTimestamp(text: string): Date | null {
  if (!hasForm(text)) return null;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (Math.min(year, month - 1, day - 1, hour, minute, second) < 0) return null;
  if (month > 12 || day > daysOf(year, month) || hour > 23 || minute > 59 || second > 60) return null;
  const zoneIndex = endOfFraction(text);
  const offsetMs = zoneIndex === null ? null : parseOffsetMs(text, zoneIndex);
  if (zoneIndex === null || offsetMs === null) return null;
  const date = new Date(0);
  // Date.UTC takes the years 0 to 99 for those of the last century.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, millisecondsOf(text, zoneIndex));
  // A leap second is the next one, as everywhere in this time scale; there is one only at the end of a UTC day.
  const at = new Date(date.getTime() - offsetMs);
  return second < 60 || at.getTime() % 86_400_000 < 1_000 ? at : null;
}

/** Separators in their places; letters may be lower case. */
function hasForm(text: string): boolean {
  const separator = text.charCodeAt(10) | 0x20;
  return (
    text.length >= 20 &&
    text.charCodeAt(4) === 0x2d &&
    text.charCodeAt(7) === 0x2d &&
    separator === 0x74 &&
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a
  );
}

/** @returns a negative number for what are not digits only */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
}

/** @returns where the offset begins; null for a point without digits, or with too many */
function endOfFraction(text: string): number | null {
  if (text[19] !== '.') return 19;
  let end = 20;
  while (digits(text, end, end + 1) >= 0) end++;
  return end > 20 && end - 20 <= MAX_FRACTION_DIGITS ? end : null;
}

const millisecondsOf = (text: string, zoneIndex: number): number =>
  zoneIndex === 19 ? 0 : digits(text.slice(20, zoneIndex).padEnd(3, '0'), 0, 3);

/** @returns null for what is no offset */
function parseOffsetMs(text: string, index: number): number | null {
  if (text.length === index + 1 && (text[index] === 'Z' || text[index] === 'z')) return 0;
  const sign = text[index] === '+' ? 1 : text[index] === '-' ? -1 : 0;
  if (sign === 0 || text.length !== index + 6 || text[index + 3] !== ':') return null;
  const [hours, minutes] = [digits(text, index + 1, index + 3), digits(text, index + 4, index + 6)];
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return null;
  return sign * (hours * 60 + minutes) * 60_000;
}

/** Missing is null: it has not happened, or the API does not say. */
export const timestamp = v.nullish(
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const date = parseTimestamp(dataset.value);
      if (date !== null) return date;
      addIssue({ expected: 'an RFC 3339 timestamp' });
      return NEVER;
    }),
  ),
  null,
);

/** Source: RFC 9110, section 5.6.7: IMF-fixdate, the only form a server may generate. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** @returns null when it is missing or is no such date; `Date.parse` alone would also accept `2026` or `1` */
export function parseHttpDate(text: string | null): Date | null {
  if (text === null || !IMF_FIXDATE.test(text)) return null;
  const date = new Date(text);
  // A day that does not exist rolls over into the next month; written back, it shows.
  return date.toUTCString() === text ? date : null;
}
