/** The little Markdown that generated documentation needs. */

/** A table, its columns aligned as the formatter wants them; pipes in cells are escaped. */
export function toTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = headings.map((_heading, column) =>
    Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const toLine = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first, ...others] = lines.map(toLine);
  return [first, toLine(widths.map((width) => '-'.repeat(width))), ...others].join('\n');
}

const BLOCK = /(<!-- generated: ([a-z-]+) -->\n)[\s\S]*?(<!-- end of generated -->)/g;

/**
 * Fills the blocks of a page that is otherwise written by hand.
 *
 * @param blocks what stands between the marks, by the name in the first of them
 * @throws {Error} when page and blocks do not name the same
 */
export function fillBlocks(page: string, blocks: Readonly<Record<string, string>>): string {
  const marked = [...page.matchAll(BLOCK)].map(([, , name]) => name);
  const expected = Object.keys(blocks);
  if (marked.toSorted().join() !== expected.toSorted().join()) {
    throw new Error(`The page marks the blocks [${marked}]: mark each of [${expected}] once`);
  }
  return page.replace(BLOCK, (_block, begin: string, name: string, end: string) => {
    return `${begin}\n${blocks[name]}\n\n${end}`;
  });
}
