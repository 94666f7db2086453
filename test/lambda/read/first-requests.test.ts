import { describe, expect, it } from 'vitest';
import { createFirstRequests } from '../../../lambda/read/first-requests.ts';

const isSettled = async ({ allSettled }: ReturnType<typeof createFirstRequests>) =>
  Promise.race([allSettled.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);

describe('createFirstRequests()', () => {
  it('waits for each environment, however often another settles', async () => {
    const firsts = createFirstRequests(['env_a', 'env_b']);

    firsts.settle('env_a');
    firsts.settle('env_a');
    const before = await isSettled(firsts);
    firsts.settle('env_b');

    expect([before, await isSettled(firsts)]).toEqual([false, true]);
  });

  it('has nothing to wait for without an environment', async () => {
    expect(await isSettled(createFirstRequests([]))).toBe(true);
  });

  it('waits for no more than the first fifty, and not for the last tenth of them', async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `env_${index}`);
    const firsts = createFirstRequests(ids);

    for (const id of ids.slice(0, 44)) firsts.settle(id);
    for (const id of ids.slice(50)) firsts.settle(id);
    const before = await isSettled(firsts);
    firsts.settle('env_49');

    expect([before, await isSettled(firsts)]).toEqual([false, true]);
  });
});
