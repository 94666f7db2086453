import { describe, expect, it } from 'vitest';
import { createLanes, type Lane } from '../../../lambda/read/lanes.ts';

const ORDER = { known: ['env_a', 'env_b', 'env_c'], walks: ['env_d'], unseen: ['env_e', 'env_f'] };

function recordLanes() {
  const [taken, release]: [string[], (() => void)[]] = [[], []];
  const lanes = createLanes(ORDER, (id, lane) => {
    taken.push(`${id} ${lane}`);
    return new Promise((resolve) => release.push(resolve));
  });
  const next = async () => {
    release.shift()?.();
    await new Promise(setImmediate);
  };
  return { lanes, taken, next };
}

describe('createLanes()', () => {
  it.each<[string, readonly Lane[], readonly string[]]>([
    ['one lane', ['walks'], ['env_d walks']],
    ['one after the other', ['unseen', 'walks'], ['env_e unseen', 'env_f unseen', 'env_d walks']],
  ])('works off %s, in order', async (_, names, expected) => {
    const { lanes, taken, next } = recordLanes();
    const worked = lanes.workOff(names, 1);
    for (let count = 0; count < expected.length; count++) await next();
    await worked;

    expect(taken).toEqual(expected);
  });

  it('lets no more be read at once than there are workers, and each once', async () => {
    const { lanes, taken, next } = recordLanes();
    const worked = Promise.all([
      lanes.workOff(['known', 'unseen'], 2),
      lanes.workOff(['unseen', 'known'], 1),
    ]);

    expect(taken).toEqual(['env_a known', 'env_b known', 'env_e unseen']);
    for (let count = 0; count < 5; count++) await next();
    await worked;

    expect(taken.toSorted()).toEqual([...new Set(taken)].toSorted());
    expect(taken).toHaveLength(5);
  });

  it('takes what is added while the last one is read', async () => {
    const { lanes, taken, next } = recordLanes();
    const worked = lanes.workOff(['walks'], 1);
    lanes.add('walks', 'env_g');
    await next();
    await next();
    await worked;

    expect(taken).toEqual(['env_d walks', 'env_g walks']);
  });
});
