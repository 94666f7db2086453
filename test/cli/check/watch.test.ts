import { describe, expect, it } from 'vitest';
import { watch } from '../../../cli/check/watch.ts';

async function watchFor(readingCount: number, isTerminal: boolean) {
  const stopped = new AbortController();
  const written: string[] = [];
  const slept: number[] = [];
  let readCount = 0;
  await watch(
    {
      read: async () => `reading ${++readCount}`,
      write: (text) => written.push(text),
      isTerminal,
      sleep: async (durationMs) => {
        slept.push(durationMs);
        if (readCount === readingCount) stopped.abort();
      },
    },
    30,
    stopped.signal,
  );
  return { written, slept };
}

describe('watch()', () => {
  it('writes one reading after the other to a file', async () => {
    expect(await watchFor(2, false)).toEqual({
      written: ['reading 1\n\n', 'reading 2\n\n'],
      slept: [30_000, 30_000],
    });
  });

  it('writes over a terminal, and says how it ends', async () => {
    const { written } = await watchFor(1, true);

    expect(written).toEqual(['\x1b[H\x1b[2Jreading 1\n\nRead every 30 s; Ctrl-C ends it.\n']);
  });
});
