/** Tables as documentation and measurements print them. */

/** A table, its columns aligned as the formatter wants them; pipes in cells are escaped. */
export function toTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = [headings, ...rows].map((cells) => cells.map((cell) => String(cell).replaceAll('|', '\\|')));
  const widths = headings.map((_heading, column) =>
    Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const toLine = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first, ...others] = lines.map(toLine);
  return [first, toLine(widths.map((width) => '-'.repeat(width))), ...others].join('\n');
}
