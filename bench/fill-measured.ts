/** Puts what was measured into a page that is otherwise written by hand. */

/**
 * @param script of package.json, which the mark in the page names
 * @throws {RangeError} when the page has no place for it
 */
export function fillMeasured(page: string, script: string, measured: string): string {
  const block = new RegExp(
    `(<!-- Written by npm run ${script} -- --write. -->\\n)[\\s\\S]*?(<!-- end of written -->)`,
  );
  if (!block.test(page)) throw new RangeError('Cannot write into the page: its two marks are gone');
  return page.replace(block, (_, begin: string, end: string) => `${begin}\n${measured}\n\n${end}`);
}
