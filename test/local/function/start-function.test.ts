import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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

  it('fails where the process is gone before anybody heard of its end', async () => {
    const fn = await startFunction(SETTINGS, {});
    await fn.readMemory();
    fn.kill();
    // Nothing is heard meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);

    await expect(fn.invoke({})).rejects.toThrow(/^The function ended \(SIGKILL\)/);
    await fn.close();
  });

  it('keeps nothing of a run that is over', async () => {
    // A process of its own: what other tests left behind takes many seconds to count.
    const script = `
      const { queryObjects } = await import('node:v8');
      const { startFunction } = await import('./local/function/start-function.ts');
      const fn = await startFunction(${JSON.stringify(SETTINGS)}, {});
      const runs = async (count) => {
        let refusedCount = 0;
        // Without its variables the function refuses at once.
        for (let number = 0; number < count; number++) if ((await fn.invoke({})).error !== null) refusedCount++;
        return { refusedCount, promiseCount: queryObjects(Promise, { format: 'count' }) };
      };
      const [before, after] = [await runs(20), await runs(200)];
      await fn.close();
      console.log(JSON.stringify({ ...after, leftCount: after.promiseCount - before.promiseCount }));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
    const { refusedCount, leftCount } = JSON.parse(stdout);

    expect(refusedCount).toBe(200);
    expect(leftCount).toBeLessThan(50);
  });
});
