/** Instants from the wire: timestamps of the API, which mixes whole seconds and microseconds, and dates of HTTP headers. */
import * as v from 'valibot';

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const DAYS_BEFORE_MONTHS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
/** From the first day of the year 0 to that of 1970. */
const DAYS_BEFORE_1970 = 719_528;
const DAY_MS = 86_400_000;
const MAX_FRACTION_DIGITS = 12;

/**
 * Parses an RFC 3339 timestamp (section 5.6) to the millisecond; what is finer is cut off, never rounded into the
 * future. By hand, and by arithmetic: a page of a list has 500 of them. A regular expression takes ten times as long,
 * and the setters of Date alone take as long as all of this.
 *
 * @returns null for everything else, such as a month 13, a 30 February, or a time without an offset
 * @example parseTimestamp('2026-07-01T08:16:06.120394Z')?.toISOString() // '2026-07-01T08:16:06.120Z'
 */
export function parseTimestamp(text: string): Date | null {
  if (!hasForm(text)) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return null;
  const zoneIndex = endOfFraction(text);
  const offsetMs = parseOffsetMs(text, zoneIndex);
  if (Number.isNaN(offsetMs)) return null;
  const secondOfDay = (hour * 60 + minute) * 60 + second;
  const atMs =
    dayNumber(year, month, day) * DAY_MS + secondOfDay * 1_000 + millisecondsOf(text, zoneIndex) - offsetMs;
  // A leap second is the next one, as everywhere in this time scale; there is one only at the end of a UTC day.
  return second < 60 || atMs - Math.floor(atMs / DAY_MS) * DAY_MS < 1_000 ? new Date(atMs) : null;
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

/** Makes every number negative that it is a digit of. */
const NO_DIGIT = -100_000;

function digit(text: string, index: number): number {
  const value = text.charCodeAt(index) - 0x30;
  return value >= 0 && value <= 9 ? value : NO_DIGIT;
}

const twoDigits = (text: string, index: number): number => digit(text, index) * 10 + digit(text, index + 1);

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

function daysOf(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
}

/** Days since 1970. Date.UTC would take the years 0 to 99 for those of the last century. */
function dayNumber(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + 1;
  const dayOfYear = (DAYS_BEFORE_MONTHS[month - 1] ?? 0) + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
  return year * 365 + leapDays + dayOfYear - DAYS_BEFORE_1970;
}

/** @returns where the offset begins; the end of the text for a point without digits, or with too many */
function endOfFraction(text: string): number {
  if (text.charCodeAt(19) !== 0x2e) return 19;
  let end = 20;
  while (digit(text, end) >= 0) end++;
  return end > 20 && end - 20 <= MAX_FRACTION_DIGITS ? end : text.length;
}

function millisecondsOf(text: string, zoneIndex: number): number {
  let milliseconds = 0;
  for (let index = 20, weight = 100; index < zoneIndex && weight >= 1; index++, weight /= 10) {
    milliseconds += digit(text, index) * weight;
  }
  return milliseconds;
}

/** @returns NaN for what is no offset */
function parseOffsetMs(text: string, index: number): number {
  const sign = text.charCodeAt(index);
  if (text.length === index + 1) return (sign | 0x20) === 0x7a ? 0 : Number.NaN;
  if (text.length !== index + 6 || text.charCodeAt(index + 3) !== 0x3a) return Number.NaN;
  const [hours, minutes] = [twoDigits(text, index + 1), twoDigits(text, index + 4)];
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  if (sign !== 0x2b && sign !== 0x2d) return Number.NaN;
  return (sign === 0x2b ? 1 : -1) * (hours * 60 + minutes) * 60_000;
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
