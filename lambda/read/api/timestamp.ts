/** Timestamps of the API, which mixes whole seconds and microseconds. */

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
