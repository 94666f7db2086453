/** Puts what was measured into a page that is otherwise written by hand. */

const BLOCK = /(<!-- Written by npm run bench:detection -- --write. -->\n)[\s\S]*?(<!-- end of written -->)/;

/** @throws {RangeError} when the page has no place for it */
export function fillMeasured(page: string, measured: string): string {
  if (!BLOCK.test(page)) throw new RangeError('Cannot write into the page: its two marks are gone');
  return page.replace(BLOCK, (_, begin: string, end: string) => `${begin}\n${measured}\n\n${end}`);
}
