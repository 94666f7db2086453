/** Compares what was told with what was true. */
import type { Episode, FaultKind } from './fleet.ts';

export interface Told {
  readonly environmentId: string;
  readonly minute: number;
  /** `more`: another message of an incident that is open. */
  readonly kind: 'opened' | 'more' | 'ended';
  readonly incidentId: string;
}

/** So long after the repair a backlog may still be the fault's; it ends before the next fault begins. */
const AFTERMATH_MINUTES = 150;

export interface KindScore {
  readonly kind: FaultKind;
  readonly episodeCount: number;
  readonly foundCount: number;
  readonly openDelays: readonly number[];
  readonly endDelays: readonly number[];
}

export function scoreKind(kind: FaultKind, episodes: readonly Episode[], told: readonly Told[]): KindScore {
  const own = episodes.filter((episode) => episode.kind === kind);
  const scored = own.map((episode) => {
    const { environmentId, startMinute, endMinute } = episode;
    const here = told.filter((message) => message.environmentId === environmentId);
    const first = here.find(
      ({ minute, kind: change }) => change !== 'ended' && minute > startMinute && minute <= endMinute,
    );
    const last = here.findLast(
      ({ minute, kind: change }) =>
        change === 'ended' && minute > endMinute && minute <= endMinute + AFTERMATH_MINUTES,
    );
    return { episode, first, last };
  });
  return {
    kind,
    episodeCount: own.length,
    foundCount: scored.filter(({ first }) => first !== undefined).length,
    openDelays: scored.flatMap(({ first, episode }) =>
      first === undefined ? [] : [first.minute - episode.startMinute],
    ),
    endDelays: scored.flatMap(({ first, last, episode }) =>
      first === undefined || last === undefined ? [] : [last.minute - episode.endMinute],
    ),
  };
}

/** Openings of which no fault is the cause. */
export function falseOpenings(episodes: readonly Episode[], told: readonly Told[]): readonly Told[] {
  return told.filter(
    ({ environmentId, minute, kind }) =>
      kind === 'opened' &&
      !episodes.some(
        (episode) =>
          episode.environmentId === environmentId &&
          minute > episode.startMinute &&
          minute <= episode.endMinute + AFTERMATH_MINUTES,
      ),
  );
}
