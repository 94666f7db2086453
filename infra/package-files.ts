/** Where the files of this package lie: the same from our sources and from an installed package. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Up from this file, or from what it was compiled into, to the package.json that has a name. */
export function findPackageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackage(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** @throws {Error} when there is no bundle */
export function findBundle(): string {
  const bundle = join(findPackageFolder(), 'dist/lambda/index.mjs');
  if (existsSync(bundle)) return bundle;
  throw new Error(`The function's bundle ${bundle} is missing: run npm run build`);
}

function isPackage(folder: string): boolean {
  const file = join(folder, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name !== undefined;
}
