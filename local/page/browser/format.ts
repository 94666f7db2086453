/** Numbers and times as the page writes them. All times are UTC, as in the alerts. */

/** `45 s`, `24 min`, `2.5 h`, `40 d`: short enough for an axis. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return seconds === 0 ? '0' : `${trim(seconds, 1)} s`;
  if (seconds < 100) return `${trim(seconds, 0)} s`;
  if (seconds < 6_000) return `${trim(seconds / 60, seconds < 600 ? 1 : 0)} min`;
  if (seconds < 172_800) return `${trim(seconds / 3_600, 1)} h`;
  return `${trim(seconds / 86_400, 1)} d`;
}

export const formatCount = (count: number): string => trim(count, 1);

/** `18:20` */
export const formatMinute = (atSeconds: number): string =>
  new Date(atSeconds * 1000).toISOString().slice(11, 16);

export const minuteOf = (instant: string): string => instant.slice(11, 16);

/** `24 Nov 2026, 18:20 UTC` */
export function formatClock(instant: string): string {
  const [, month = '', day = ''] = /^\d+-(\d+)-(\d+)/.exec(instant) ?? [];
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${instant.slice(0, 4)}, ${minuteOf(instant)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `1 item`, `3 items` */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const toSeconds = (instant: string): number => Date.parse(instant) / 1000;

function trim(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$/, '');
}
