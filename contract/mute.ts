/** Times in which alerts wait: planned maintenance, nights in which nobody is on call. Incidents go on. */
import type { Condition } from './conditions.ts';

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Once, if `from` and `until` are instants; every week, if they are times of the day. */
export interface MuteWindow {
  /** Missing: all, and the conditions of the whole monitor. */
  readonly environments?: readonly string[] | undefined;
  /** Missing: all. */
  readonly conditions?: readonly Condition[] | undefined;
  /** On which a weekly window begins; missing: every day. */
  readonly days?: readonly Weekday[] | undefined;
  /** RFC 3339, or `HH:MM` by the clocks of `timezone`. Included. */
  readonly from: string;
  /** In the same form; not included. A time of the day that is not after `from` is on the next day. */
  readonly until: string;
  /** IANA name; required with times of the day, and only with them. */
  readonly timezone?: string | undefined;
}

/** `00:00` to `23:59`. */
export const isTimeOfDay = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
