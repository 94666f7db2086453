/**
 * What is normal in an environment, from its list alone: finished rows keep their instants, so one reading can tell
 * what the deployed monitor learns while it watches. It is shown, and judges nothing.
 */

import { observationsOf } from '../../lambda/judge/learn-norms.ts';
import { ITEM_NORM_CATALOGUE } from '../../lambda/judge/norm-catalogue.ts';
import { observe, toNormalRange } from '../../lambda/judge/norm-weights.ts';
import { ITEM_NORM_NAMES, type ItemNormName, type Norm, type NormalRange } from '../../lambda/model/norm.ts';
import type { WorkItem } from '../../lambda/model/work-item.ts';
import { type FollowPages, followPages } from './follow-pages.ts';

export interface ListedNorm extends NormalRange {
  /** Rows of the list that it comes from. */
  readonly itemCount: number;
}

/** Missing: the list has too few rows that tell. */
export type ListedNorms = Readonly<Partial<Record<ItemNormName, ListedNorm>>>;

export interface NormsOfLists {
  /** The same client; every page that it reads is learned from. */
  readonly follow: FollowPages;
  readonly of: (environmentId: string) => ListedNorms;
}

interface Learned {
  readonly norm: Norm;
  readonly itemCount: number;
}

interface OneList {
  readonly learned: Map<ItemNormName, Learned>;
  /** Of the youngest row so far: the list is oldest first, and a page that is read again teaches nothing. */
  youngestAtMs: number;
}

/** @param at what ended later is no experience yet */
export function createNormsOfLists(at: Date): NormsOfLists {
  const lists = new Map<string, OneList>();
  const learn = ({ learned }: OneList, items: readonly WorkItem[]) => {
    for (const name of ITEM_NORM_NAMES) {
      const observed = items.flatMap((item) => observationsOf(ITEM_NORM_CATALOGUE[name], item, null, at));
      if (observed.length === 0) continue;
      const { norm, itemCount = 0 }: Partial<Learned> = learned.get(name) ?? {};
      learned.set(name, { norm: observe(norm, observed, at), itemCount: itemCount + observed.length });
    }
  };
  const add = (environmentId: string, items: readonly WorkItem[]) => {
    const list = lists.get(environmentId) ?? { learned: new Map(), youngestAtMs: 0 };
    lists.set(environmentId, list);
    const { youngestAtMs } = list;
    const isNew = ({ isHealthcheck, createdAt }: WorkItem) =>
      isHealthcheck !== true && createdAt.getTime() >= youngestAtMs;
    learn(list, items.filter(isNew));
    list.youngestAtMs = Math.max(youngestAtMs, ...items.map(({ createdAt }) => createdAt.getTime()));
  };
  return {
    follow: followPages(add),
    of: (environmentId) => {
      const known = [...(lists.get(environmentId)?.learned ?? [])].flatMap(([name, { norm, itemCount }]) => {
        const range = toNormalRange(norm, ITEM_NORM_CATALOGUE[name].neededCount);
        return range === null ? [] : [[name, { ...range, itemCount }] as const];
      });
      return Object.fromEntries(known);
    },
  };
}
