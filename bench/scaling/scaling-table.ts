/** The table of docs/autoscaling.md. */
import { toTable } from '../../local/text/markdown-table.ts';
import type { ScalingResult } from './play-scaling.ts';

export interface Played extends ScalingResult {
  readonly scenario: string;
  readonly scaler: string;
}

const HEADER = [
  'what happens',
  'scaled by',
  'arrival to metric',
  'arrival to order',
  'workers, at most',
  'at the end',
  'fewer in a gap',
  'fewer than wanted',
  'sessions cut',
];

/** Scalers that did the same share a row. */
export function toScalingTable(played: readonly Played[]): string {
  const rows = new Map<string, { readonly scalers: readonly string[]; readonly cells: readonly string[] }>();
  for (const { scenario, scaler, ...result } of played) {
    const cells = toCells(result);
    const key = [scenario, ...cells].join('|');
    rows.set(key, { scalers: [...(rows.get(key)?.scalers ?? []), scaler], cells: [scenario, ...cells] });
  }
  return toTable(
    HEADER,
    [...rows.values()].map(({ scalers, cells: [scenario = '', ...cells] }) => [
      scenario,
      scalers.join(', '),
      ...cells,
    ]),
  );
}

const toCells = (result: ScalingResult): string[] => [
  toRange(result.signalSeconds),
  toRange(result.capacitySeconds),
  String(result.maxCapacity),
  String(result.endCapacity),
  String(result.gapScaleInCount),
  String(result.belowWantedCount),
  String(result.cutCount),
];

/** Median and maximum. */
function toRange(seconds: readonly number[]): string {
  const sorted = seconds.toSorted((a, b) => a - b);
  const [median, longest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return median === undefined || longest === undefined
    ? ''
    : `${Math.round(median)} s, at most ${Math.round(longest)} s`;
}
