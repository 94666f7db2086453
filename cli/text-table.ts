/** Tables for a terminal. */
import { type Paint, plain, type Tone } from './check/tone.ts';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface TableOptions {
  /** @default plain */
  readonly paint?: Paint;
  /** Columns of numbers, by index: they end at the same place. @default none */
  readonly rightColumns?: readonly number[];
}

/** Columns as wide as their widest cell; colours do not count. */
export function toTable(
  rows: readonly (readonly (string | Cell)[])[],
  { paint = plain, rightColumns = [] }: TableOptions = {},
): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.text.length ?? 0)),
  );
  const toText = ({ text, tone }: Cell, column: number) => {
    const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - text.length));
    const painted = tone === undefined ? text : paint(tone, text);
    return rightColumns.includes(column) ? space + painted : painted + space;
  };
  return cells.map((row) => row.map(toText).join('  ').trimEnd());
}
