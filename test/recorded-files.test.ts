/** Files that tests or pages rely on: one that is missing fails, and so does one that nobody reads any more. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { IMAGE_NAMES } from '../scripts/image-names.ts';
import { ROOT, readRoot, sourcesIn } from './support/sources.ts';

/** These have a list of their own, in the test beside them. */
const GOLDEN = '/golden/';
const GOLDEN_TESTS = ['test/cli/check/to-report-page.test.ts', 'test/lambda/notify/golden.test.ts'];

it('docs/images holds what npm run screenshots and dashboard-image write, and nothing else', () => {
  expect(readdirSync(join(ROOT, 'docs/images')).toSorted()).toEqual(IMAGE_NAMES.toSorted());
});

it('every recorded file in test/ is named by a test', () => {
  const texts = sourcesIn('test').map(readRoot);
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const recorded = files.filter((file) => !file.includes(GOLDEN)).map((file) => basename(file));

  expect(recorded.filter((name) => !texts.some((text) => text.includes(`${name}'`)))).toEqual([]);
});

it('golden files are used by the tests that also find those left over', () => {
  const call = new RegExp(['toMatch', 'FileSnapshot'].join(''));
  const using = sourcesIn('test').filter((file) => call.test(readRoot(file)));

  expect(using).toEqual(GOLDEN_TESTS);
});
