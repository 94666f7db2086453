/** Where the files of this package lie: the same from our sources and from an installed package. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * By the name package.json gives it.
 *
 * @throws {Error} when there is no bundle
 */
export function findBundle(): string {
  try {
    return createRequire(import.meta.url).resolve('#lambda-bundle');
  } catch (error) {
    throw new Error("The function's bundle dist/lambda/index.mjs is missing: run npm run build", {
      cause: error,
    });
  }
}

export const findPackageFolder = (): string => join(dirname(findBundle()), '../..');
