/** Writes the generated parts of the documentation from the code they describe. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PAGES } from './docs/pages.ts';

for (const [path, render] of Object.entries(PAGES)) {
  const file = new URL(`../${path}`, import.meta.url);
  writeFileSync(file, render(existsSync(file) ? readFileSync(file, 'utf8') : ''));
}
