/**
 * The row of the directory. Of many environments it is compressed; where it is too long even so, names go, which
 * costs nothing but their sight until they are read again.
 */
import { deflateRawSync } from 'node:zlib';
import type { Directory } from '../model/directory.ts';
import { INFLATED_BYTES } from './ranges-codec.ts';

/** Up to here it is text, which older versions read too. */
export const PLAIN_BYTES = 60_000;
/** Source: a DynamoDB item ends at 400 KB. */
export const DIRECTORY_BYTES = 300_000;
const NAME_LENGTHS = [255, 40, 0] as const;

/** @returns at most DIRECTORY_BYTES, of up to about 10,000 environments */
export function encodeDirectory(directory: Directory): string | Uint8Array {
  const text = JSON.stringify(directory);
  if (Buffer.byteLength(text) <= PLAIN_BYTES) return text;
  for (const length of NAME_LENGTHS) {
    const shortened = JSON.stringify(shorten(directory, length));
    // What is not read again must not be written, however little is left of it.
    if (Buffer.byteLength(shortened) > INFLATED_BYTES) continue;
    const bytes = deflateRawSync(shortened);
    if (bytes.length <= DIRECTORY_BYTES) return bytes;
  }
  throw new RangeError(
    `The directory of ${directory.environments.length} environments is too long to be stored: watch some of them by a second monitor`,
  );
}

function shorten({ readAt, environments }: Directory, length: number): Directory {
  return {
    readAt,
    environments: environments.map(({ name, ...entry }) => ({
      ...entry,
      name: length === 0 || name === null ? null : name.slice(0, length).toWellFormed(),
    })),
  };
}
