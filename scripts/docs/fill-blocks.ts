/** The parts of a page that are generated, among what is written by hand. */

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
