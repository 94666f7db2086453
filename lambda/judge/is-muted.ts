/** Whether alerts of a condition wait, because somebody said so. */
import type { Condition } from '../../contract/conditions.ts';
import { isTimeOfDay, type MuteWindow, WEEKDAYS } from '../../contract/mute.ts';

/** @param windows those that concern the subject */
export function isMuted(windows: readonly MuteWindow[], condition: Condition, at: Date): boolean {
  return windows.some(
    (window) =>
      (window.conditions === undefined || window.conditions.includes(condition)) && isIn(window, at),
  );
}

function isIn({ from, until, days = WEEKDAYS, timezone = 'UTC' }: MuteWindow, at: Date): boolean {
  if (!isTimeOfDay(from)) return at >= new Date(from) && at < new Date(until);
  // Clock times are compared as such: a night in which clocks change is as long as that night is.
  const { day, time } = onClocksOf(timezone, at);
  const isOn = (index: number) => days.some((name) => name === WEEKDAYS.at(index));
  if (from < until) return isOn(day) && time >= from && time < until;
  return (isOn(day) && time >= from) || (isOn(day - 1) && time < until);
}

/** @returns the weekday as an index of WEEKDAYS, and the time as `HH:MM` */
function onClocksOf(timeZone: string, at: Date): { day: number; time: string } {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const names: readonly string[] = WEEKDAYS;
  const day = names.indexOf(parts.get('weekday') ?? '');
  return { day, time: `${parts.get('hour')}:${parts.get('minute')}` };
}
