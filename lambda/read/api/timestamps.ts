/** Instants from the wire: timestamps of the API, which mixes whole seconds and microseconds, and dates of HTTP headers. */
import * as v from 'valibot';

/** Source: RFC 3339, section 5.6, in upper case; up to nanoseconds. */
const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Parses a timestamp to the millisecond; what is finer is cut off, never rounded into the future.
 *
 * @returns null for everything else, such as a month 13, a 30 February, or a time without an offset
 * @example parseTimestamp('2026-07-01T08:16:06.120394Z')?.toISOString() // '2026-07-01T08:16:06.120Z'
 */
export function parseTimestamp(text: string): Date | null {
  const [, seconds, fraction = '', sign, hours, minutes] = RFC_3339.exec(text) ?? [];
  if (seconds === undefined) return null;
  const local = `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const localMs = Date.parse(local);
  // `Date` turns 30 February into 2 March; written back, it shows.
  if (Number.isNaN(localMs) || new Date(localMs).toISOString() !== local) return null;
  const offsetMs = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return new Date(sign === '-' ? localMs + offsetMs : localMs - offsetMs);
}

export const requiredTimestamp = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const date = parseTimestamp(dataset.value);
    if (date !== null) return date;
    addIssue({ expected: 'an RFC 3339 timestamp' });
    return NEVER;
  }),
);

/** Missing is null: it has not happened, or the API does not say. */
export const timestamp = v.nullish(requiredTimestamp, null);

/** What cannot be read counts as missing. */
export const lenientTimestamp = v.fallback(timestamp, null);

/** Source: RFC 9110, section 5.6.7: IMF-fixdate, the only form a server may generate. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** @returns null when it is missing or is no such date; `Date.parse` alone would also accept `2026` or `1` */
export function parseHttpDate(text: string | null): Date | null {
  if (text === null || !IMF_FIXDATE.test(text)) return null;
  const date = new Date(text);
  // A day that does not exist rolls over into the next month; written back, it shows.
  return date.toUTCString() === text ? date : null;
}
