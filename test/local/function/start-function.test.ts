import { queryObjects } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { startFunction } from '../../../local/function/start-function.ts';

const SETTINGS = { schemaVersion: 1, monitor: 'local', environments: 'all' } as const;

describe('startFunction()', () => {
  it('says of a run, and of one after it, that the process was killed', async () => {
    const fn = await startFunction(SETTINGS, {});
    const run = fn.invoke({});
    fn.kill();

    await expect(run).rejects.toThrow(/^The function ended \(SIGKILL\)/);
    await expect(fn.invoke({})).rejects.toThrow(/^The function ended \(SIGKILL\)/);
    await fn.close();
  });

  it('tells what memory its own process holds, and fails once that has ended', async () => {
    const fn = await startFunction(SETTINGS, {});
    const { heapUsed, rss } = await fn.readMemory();
    fn.kill();

    expect(heapUsed).toBeGreaterThan(1_000_000);
    expect(rss).toBeGreaterThan(heapUsed);
    expect(rss).not.toBe(process.memoryUsage().rss);
    await expect(fn.readMemory()).rejects.toThrow(/^The function ended \(SIGKILL\)/);
    await fn.close();
  });

  it('keeps nothing of a run that is over', async () => {
    const fn = await startFunction(SETTINGS, {});
    const runs = async (count: number) => {
      // Without its variables the function refuses at once.
      for (let number = 0; number < count; number++) expect((await fn.invoke({})).error).not.toBeNull();
      return queryObjects(Promise, { format: 'count' });
    };
    const before = await runs(20);
    const after = await runs(200);
    await fn.close();

    expect(after - before).toBeLessThan(50);
  });
});
