/** Whether what was made has to be made again. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @param sources files, and folders with all that is below them */
export function isOlderThan(made: string, sources: readonly string[]): boolean {
  const madeAtMs = statSync(made, { throwIfNoEntry: false })?.mtimeMs;
  return madeAtMs === undefined || sources.flatMap(filesOf).some((file) => statSync(file).mtimeMs > madeAtMs);
}

/** A folder counts itself too: it changes when a file in it is removed. */
function filesOf(source: string): string[] {
  if (!statSync(source).isDirectory()) return [source];
  return [
    source,
    ...readdirSync(source, { recursive: true, encoding: 'utf8' }).map((name) => join(source, name)),
  ];
}
