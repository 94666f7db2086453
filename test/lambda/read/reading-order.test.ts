import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_STATE } from '../../../lambda/model/environment-state.ts';
import type { Incident } from '../../../lambda/model/incident.ts';
import { newRow, type Row } from '../../../lambda/model/row.ts';
import { EMPTY_MEMORY } from '../../../lambda/model/run-memory.ts';
import { EMPTY_SCAN_MEMORY } from '../../../lambda/model/scan-memory.ts';
import { shortKeyOf } from '../../../lambda/model/short-key.ts';
import { toReadingOrder } from '../../../lambda/read/reading-order.ts';
import { AT, ago } from '../../support/a-work-item.ts';

interface Fleet {
  readonly ids: readonly string[];
  /** Not read yet. */
  readonly new?: readonly string[];
  readonly withIncident?: readonly string[];
  readonly live?: readonly string[];
  readonly walking?: readonly string[];
  /** The last run that asked brought nothing. */
  readonly unseen?: readonly string[];
  /** For so many seconds at the last run. */
  readonly waiting?: Readonly<Record<string, number>>;
}

function order({
  ids,
  new: unread = [],
  withIncident = [],
  live = [],
  walking = [],
  unseen = [],
  waiting = {},
}: Fleet) {
  const rowOf = (id: string): Row<'environment'> => ({
    ...newRow('environment', id),
    value: {
      ...EMPTY_STATE,
      incidents: withIncident.includes(id) ? [{} as Incident] : [],
      streaks: unseen.includes(id) ? { unseen: { runCount: 1, since: ago(60) } } : {},
    },
  });
  const environments = new Map(
    ids.filter((id) => !unread.includes(id)).map((id) => [id, rowOf(id)] as const),
  );
  const walk = { beforeId: null, id: 'work_1' };
  const ranges = new Map(
    walking.map((id) => [id, { ...newRow('ranges', id), value: { ...EMPTY_SCAN_MEMORY, walk } }] as const),
  );
  const waitingEntries = Object.entries(waiting).map(([id, seconds]) => [shortKeyOf(id), ago(seconds)]);
  const memory = {
    ...EMPTY_MEMORY,
    lastAt: AT,
    waiting: Object.fromEntries(waitingEntries),
    live: new Set(live.map(shortKeyOf)),
  };
  return toReadingOrder(ids, { environments, ranges }, memory);
}

const ids = ['env_a', 'env_b', 'env_c', 'env_d', 'env_e'];

describe('toReadingOrder()', () => {
  it.each<[string, Partial<Fleet>, string]>([
    ['as they are watched, where nothing is known', {}, 'a b c d e'],
    ['those with open incidents first', { withIncident: ['env_c', 'env_e'] }, 'c e a b d'],
    ['then those with live work', { withIncident: ['env_c'], live: ['env_d', 'env_c'] }, 'c d a b e'],
    ['the idle ones by how long they wait', { waiting: { env_b: 60, env_d: 120 } }, 'd b a c e'],
    [
      'within each class, too',
      { withIncident: ['env_a', 'env_e'], live: ['env_b', 'env_c'], waiting: { env_e: 60, env_c: 120 } },
      'e a c b d',
    ],
    [
      'what waits for three minutes before everything else',
      { withIncident: ['env_a'], live: ['env_b'], waiting: { env_d: 180, env_e: 240, env_c: 179 } },
      'e d a b c',
    ],
  ])('puts %s', (_, fleet, expected) => {
    const known = expected.split(' ').map((name) => `env_${name}`);

    expect(order({ ids, ...fleet })).toEqual({ known, walks: [], unseen: [] });
  });

  it('keeps apart what is new and what is on its first walk', () => {
    expect(order({ ids, new: ['env_b'], walking: ['env_d'], waiting: { env_d: 60 } })).toEqual({
      known: ['env_a', 'env_c', 'env_e'],
      walks: ['env_d', 'env_b'],
      unseen: [],
    });
  });

  it('keeps them apart no longer where they have waited for three minutes', () => {
    const waiting = { env_b: 180, env_d: 179 };

    expect(order({ ids, new: ['env_b', 'env_d'], waiting })).toEqual({
      known: ['env_b', 'env_a', 'env_c', 'env_e'],
      walks: ['env_d'],
      unseen: [],
    });
  });

  it.each<[string, Partial<Fleet>, string]>([
    ['whatever is open or going on there', { withIncident: ['env_d'], live: ['env_c'] }, 'd c a'],
    ['on their first walk', { walking: ['env_a', 'env_d'] }, 'a c d'],
    ['however long they wait', { waiting: { env_d: 600, env_c: 60 } }, 'd c a'],
  ])('keeps apart those that did not answer last, %s', (_, fleet, expected) => {
    expect(order({ ids, unseen: ['env_a', 'env_c', 'env_d'], ...fleet })).toEqual({
      known: ['env_b', 'env_e'],
      walks: [],
      unseen: expected.split(' ').map((name) => `env_${name}`),
    });
  });

  it('starves nobody, whatever fits into a run and whoever is busy', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(59)),
        fc.array(fc.nat(59)),
        (count, fitting, busy, bad) => {
          const all = Array.from({ length: count }, (_, index) => `env_${index}`);
          const named = (indices: readonly number[]) => indices.map((index) => `env_${index}`);
          const lastRead = new Map(all.map((id) => [id, 0]));
          let oldest = 0;
          for (let run = 1; run <= 60; run++) {
            const waiting = Object.fromEntries(
              all.flatMap((id) => {
                const ageRuns = run - 1 - (lastRead.get(id) ?? 0);
                return ageRuns > 0 ? [[id, 60 * ageRuns]] : [];
              }),
            );
            const { known } = order({ ids: all, live: named(busy), withIncident: named(bad), waiting });
            for (const id of known.slice(0, fitting)) lastRead.set(id, run);
            oldest = Math.max(oldest, ...all.map((id) => run - (lastRead.get(id) ?? 0)));
          }
          // Three minutes until it comes first, and then a round.
          expect(oldest).toBeLessThanOrEqual(4 + Math.ceil(count / fitting));
        },
      ),
      { numRuns: 50 },
    );
  });
});
