/** Times and counts as people say them. Instants are UTC: the readers of one message may sit in several zones. */

/** Whole units, the two largest: `45 s`, `27 min`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  const wholeSeconds = Math.max(0, Math.floor(seconds));
  if (wholeSeconds < 60) return `${wholeSeconds} s`;
  const minutes = Math.floor(wholeSeconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? pair(hours, 'h', minutes % 60, 'min')
    : pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** To the nearest whole units: `4-7 min`, `45 s to 7 min`, `up to 1 s`; one duration where both are said alike. */
export function formatRange(fromSeconds: number, toSeconds: number): string {
  const [from, to] = [sayNearest(fromSeconds), sayNearest(toSeconds)];
  if (from === to) return to;
  if (fromSeconds < 1) return `up to ${to}`;
  const [[fromCount, ...fromUnits], [, ...toUnits]] = [from.split(' '), to.split(' ')] as [
    string[],
    string[],
  ];
  const isOneUnit = toUnits.length === 1 && fromUnits.join() === toUnits.join();
  return isOneUnit ? `${fromCount}-${to}` : `${from} to ${to}`;
}

const sayNearest = (seconds: number): string =>
  formatDuration(seconds < 60 ? Math.round(seconds) : 60 * Math.round(seconds / 60));

/** `2026-11-24 17:15 UTC` */
export function formatInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Never negative. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1000);
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `1 item`, `12 items` */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `3 runs in a row`, `1 run`. @param unit in the plural */
export const countOfUnit = (count: number, unit: string): string =>
  `${count} ${count === 1 ? unit.replace(/^(\w+)s( in a row)?$/, '$1') : unit}`;
