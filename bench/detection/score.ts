/** Compares what was told of a fleet with what was true. */
import { isRight } from './causes.ts';
import type { Episode } from './stage.ts';

/** A message, as far as it is judged. */
export interface Told {
  readonly minute: number;
  readonly incidentId: string;
  readonly condition: string;
  readonly change: string;
  readonly severity: string;
  readonly reason: string | null;
  readonly itemIds: readonly string[];
}

/** So long after the repair a backlog may still be the fault's; it ends before the next fault begins. */
const AFTERMATH_MINUTES = 150;

export interface EpisodeScore {
  readonly episode: Episode;
  /** From the cause; null: before the repair nothing was told. */
  readonly firstMinutes: number | null;
  readonly criticalMinutes: number | null;
  /** Whether the first message calls it what it is. */
  readonly isFirstRight: boolean;
  /** Whether every item of the cause was named before the repair; null where it has none. */
  readonly areItemsNamed: boolean | null;
  /** From the repair to the last end; null unless all that rightly told of it ended, and nothing of that before. */
  readonly resolvedMinutes: number | null;
  /** Its ends included. */
  readonly messageCount: number;
  /** Those that opened something that is not the cause. */
  readonly otherOpeningCount: number;
}

export interface FleetScore {
  readonly episodes: readonly EpisodeScore[];
  /** Openings that belong to no episode. */
  readonly falseOpenings: readonly Told[];
}

export function scoreFleet(episodes: readonly Episode[], told: readonly Told[]): FleetScore {
  const owners = attribute(episodes, told);
  return {
    episodes: episodes.map((episode) =>
      scoreEpisode(
        episode,
        told.filter((message) => owners.get(message)?.includes(episode)),
      ),
    ),
    falseOpenings: told.filter((message) => message.change === 'opened' && owners.get(message)?.length === 0),
  };
}

const isEnd = ({ change }: Told) => change === 'resolved' || change === 'withdrawn';

/**
 * A message belongs to what is under way or was repaired a while ago. Of several, to those that it calls by their
 * right name, and of these to those of which it names an item; else to the latest. An end belongs to those of which its
 * incident told.
 */
function attribute(episodes: readonly Episode[], told: readonly Told[]): Map<Told, readonly Episode[]> {
  const owners = new Map<Told, readonly Episode[]>();
  const toldOf = new Map<string, Set<Episode>>();
  for (const message of told) {
    const candidates = episodes.filter(
      ({ startMinute, endMinute }) =>
        message.minute > startMinute && message.minute <= endMinute + AFTERMATH_MINUTES,
    );
    const earlier = toldOf.get(message.incidentId) ?? new Set();
    const ended = isEnd(message) ? candidates.filter((episode) => earlier.has(episode)) : [];
    const own = ended.length > 0 ? ended : chooseOwners(candidates, message);
    owners.set(message, own);
    toldOf.set(message.incidentId, new Set([...earlier, ...own]));
  }
  return owners;
}

function chooseOwners(candidates: readonly Episode[], message: Told): readonly Episode[] {
  if (candidates.length < 2) return candidates;
  const right = candidates.filter(({ cause }) => isRight(cause, message));
  const possible = right.length > 0 ? right : candidates;
  const named = possible.filter(({ itemIds }) => itemIds.some((id) => message.itemIds.includes(id)));
  return named.length > 0 ? named : possible.slice(-1);
}

function scoreEpisode(episode: Episode, own: readonly Told[]): EpisodeScore {
  const { cause, startMinute, endMinute, itemIds } = episode;
  const before = own.filter((message) => !isEnd(message) && message.minute <= endMinute);
  const [first] = before;
  const critical = before.find(({ severity }) => severity === 'critical');
  const named = new Set(before.flatMap((message) => message.itemIds));
  const sinceStart = (message: Told | undefined) =>
    message === undefined ? null : message.minute - startMinute;
  return {
    episode,
    firstMinutes: sinceStart(first),
    criticalMinutes: sinceStart(critical),
    isFirstRight: first !== undefined && isRight(cause, first),
    areItemsNamed: itemIds.length === 0 ? null : itemIds.every((id) => named.has(id)),
    resolvedMinutes: toResolvedMinutes(episode, own, before),
    messageCount: own.length,
    otherOpeningCount: own.filter((message) => message.change === 'opened' && !isRight(cause, message))
      .length,
  };
}

function toResolvedMinutes(
  { cause, endMinute }: Episode,
  own: readonly Told[],
  before: readonly Told[],
): number | null {
  const rightIds = new Set(
    before.filter((message) => isRight(cause, message)).map((message) => message.incidentId),
  );
  const endMinutes = [...rightIds].map(
    (id) => own.find((message) => isEnd(message) && message.incidentId === id)?.minute,
  );
  const known = endMinutes.filter((minute) => minute !== undefined && minute > endMinute);
  if (known.length === 0 || known.length < endMinutes.length) return null;
  return Math.max(...known.map(Number)) - endMinute;
}
