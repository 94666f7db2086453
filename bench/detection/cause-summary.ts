/** The numbers of one cause, over all of its episodes. */
import { CAUSES, type Cause } from './causes.ts';
import type { EpisodeScore, FleetScore } from './score.ts';
import { type Spread, toSpread } from './spread.ts';

export interface CauseSummary {
  readonly cause: Cause;
  readonly episodeCount: number;
  readonly toldCount: number;
  /** From the cause. */
  readonly firstMinutes: Spread | null;
  readonly criticalCount: number;
  readonly criticalMinutes: Spread | null;
  readonly firstRightCount: number;
  /** Episodes that are about items. */
  readonly itemEpisodeCount: number;
  readonly itemsNamedCount: number;
  readonly resolvedCount: number;
  /** From the repair. */
  readonly resolvedMinutes: Spread | null;
  readonly messages: Spread | null;
  readonly otherOpenings: Spread | null;
}

/** In the order of the causes; what never happened is left out. */
export function summarizeCauses(scores: readonly FleetScore[]): CauseSummary[] {
  const episodes = scores.flatMap((score) => score.episodes);
  return Object.keys(CAUSES).flatMap((cause) => {
    const own = episodes.filter(({ episode }) => episode.cause === cause);
    return own[0] === undefined ? [] : [summarizeCause(own[0].episode.cause, own)];
  });
}

function summarizeCause(cause: Cause, own: readonly EpisodeScore[]): CauseSummary {
  const count = (isWanted: (score: EpisodeScore) => boolean) => own.filter(isWanted).length;
  return {
    cause,
    episodeCount: own.length,
    toldCount: count(({ firstMinutes }) => firstMinutes !== null),
    firstMinutes: toSpread(own.map(({ firstMinutes }) => firstMinutes)),
    criticalCount: count(({ criticalMinutes }) => criticalMinutes !== null),
    criticalMinutes: toSpread(own.map(({ criticalMinutes }) => criticalMinutes)),
    firstRightCount: count(({ isFirstRight }) => isFirstRight),
    itemEpisodeCount: count(({ areItemsNamed }) => areItemsNamed !== null),
    itemsNamedCount: count(({ areItemsNamed }) => areItemsNamed === true),
    resolvedCount: count(({ resolvedMinutes }) => resolvedMinutes !== null),
    resolvedMinutes: toSpread(own.map(({ resolvedMinutes }) => resolvedMinutes)),
    messages: toSpread(own.map(({ messageCount }) => messageCount)),
    otherOpenings: toSpread(own.map(({ otherOpeningCount }) => otherOpeningCount)),
  };
}
