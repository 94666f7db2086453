/** Dates of HTTP headers: `Date` and `Retry-After`. */

/** Source: RFC 9110, section 5.6.7: IMF-fixdate, the only form a server may generate. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** @returns null when it is missing or is no such date; `Date.parse` alone would also accept `2026` or `1` */
export function parseHttpDate(text: string | null): Date | null {
  if (text === null || !IMF_FIXDATE.test(text)) return null;
  const date = new Date(text);
  // A day that does not exist rolls over into the next month; written back, it shows.
  return date.toUTCString() === text ? date : null;
}
