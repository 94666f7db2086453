/** The hours before a reading as two lines to look at, each with its scale, and with what is not known of them. */
import { countOf, formatDuration, formatInstant } from '../../lambda/model/human-words.ts';
import type { CheckedEnvironment } from './check-environments.ts';
import { HISTORY, type Measured, type QueueHistory, toQueueHistory } from './queue-history.ts';
import { MARKS, toSparkline } from './text-sparkline.ts';

const INDENT = '  ';

/** Explains what `toHistoryText` draws. */
export const HISTORY_LEGEND = `Lines: a mark is ${HISTORY.partMinutes} min, the lowest is zero; "${MARKS.nothing}" nothing was picked up, "${MARKS.unknown}" not known.`;

/** @param heights the characters to draw with, from zero to full height */
export function toHistoryText(
  { reading, queue }: Pick<CheckedEnvironment, 'reading' | 'queue'>,
  at: Date,
  heights: string,
): string[] {
  const isComplete = reading.completeness === 'complete';
  if (queue.rows === null)
    return [`${INDENT}Depth and pick-up: ${isComplete ? 'no item is listed' : 'not known'}`];
  const history = toQueueHistory(queue, at, isComplete);
  const [firstAt, lastAt] = [new Date(queue.rows.firstAtMs), new Date(queue.rows.lastAtMs)];
  const { from, depthCounts, waitSeconds, untoldCount } = history;
  const drawn = [
    ...toLine('Depth, the most at once', depthCounts, (top) => countOf(top, 'item'), heights),
    ...toLine(toPickupTitle(history), waitSeconds, formatDuration, heights),
    toTimeLine(history, at),
  ];
  return [
    ...drawn,
    ...(firstAt > from ? [`Not known before ${formatInstant(firstAt)}: the list begins there`] : []),
    ...(isComplete ? [] : [`Not known after ${formatInstant(lastAt)}: the list was not read further`]),
    ...(untoldCount === 0
      ? []
      : [`Not drawn: ${countOf(untoldCount, 'item')}, since when in or out of the queue is not told`]),
  ].map((line) => INDENT + line);
}

const toPickupTitle = ({ pickedUpCount }: QueueHistory): string =>
  pickedUpCount === 0 ? 'Pick-up' : `Pick-up, the longest of ${countOf(pickedUpCount, 'item')}`;

function toLine(
  what: string,
  values: readonly Measured[],
  say: (top: number) => string,
  heights: string,
): [scale: string, line: string] {
  const numbers = values.filter((value) => typeof value === 'number');
  const top = Math.max(0, ...numbers);
  const empty = values.includes('nothing') ? 'nothing was picked up' : 'not known';
  const scale = numbers.length === 0 ? empty : `${top === 0 ? 'never above' : 'full height:'} ${say(top)}`;
  return [beside(what, scale, values.length), toSparkline(values, top, heights)];
}

function toTimeLine({ from, depthCounts }: QueueHistory, at: Date): string {
  return beside(toTime(from), formatInstant(at).slice(11), depthCounts.length);
}

const toTime = (instant: Date): string => formatInstant(instant).slice(11, 16);

const beside = (left: string, right: string, columnCount: number): string =>
  left + right.padStart(columnCount - left.length);
