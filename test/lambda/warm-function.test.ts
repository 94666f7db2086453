import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const PLAY = fileURLToPath(new URL('play-warm-function.ts', import.meta.url));

describe('a function that stays warm', () => {
  it('keeps nothing of a run that is over', async () => {
    // What other tests left behind in this process would take a minute to count.
    const { stdout } = await promisify(execFile)(process.execPath, [PLAY]);
    const { before, after } = JSON.parse(stdout);

    expect(before.Promise).toBeGreaterThan(0);
    // One of every second run would be thirty.
    const growing = Object.keys(before).filter((kind) => after[kind] - before[kind] >= 30);
    expect(growing).toEqual([]);
  });
});
