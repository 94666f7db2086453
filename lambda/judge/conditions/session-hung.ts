/** A session makes no progress, and only it can tell: mostly its worker beats as if all were well. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import type { FindingItem } from '../../model/incident.ts';
import { ageSeconds, inStateSince, type WorkItem } from '../../model/work-item.ts';
import { silentItemIds } from '../silent-items.ts';
import { type EnvironmentDefinition, type Observed, say } from './condition-definition.ts';
import { type NormalEvidence, usedLevels, withNormal } from './normal-evidence.ts';
import { sessionLines } from './session-evidence.ts';
import { findSessionItems, itemIdsOf, type SessionItemsEvidence } from './session-items.ts';

/** A worker that beats every 5 minutes has beaten within this time. */
const BEATING_SECONDS = 360;
/** One that stale-heartbeat is to tell of within this time is left to it. */
const LEFT_TO_SILENCE_SECONDS = 240;

type SessionHungEvidence = SessionItemsEvidence &
  NormalEvidence & {
    /** The longest time without a heartbeat of their workers; null: all beat. */
    readonly silentSeconds: number | null;
  };

export const sessionHung: EnvironmentDefinition<SessionHungEvidence> = {
  find: (observed, threshold) => {
    const ownIds = itemIdsOf(observed, ['session-hung']);
    const silentIds = silentItemIds(observed);
    const found = findSessionItems(observed, ['tool-unanswered', 'no-progress'], threshold, (item) => {
      // A dead worker's item is told as that. One that was told as hung before stays that until it ends.
      if (ownIds.has(item.id)) return item.state === 'active' || item.state === 'stopping';
      return item.state === 'active' && !silentIds.has(item.id) && !isSoonSilent(item, observed);
    });
    if (found === null) return null;
    const evidence = { ...found.evidence, silentSeconds: longestSilence(found.items, observed) };
    return withNormal({ ...found, evidence }, 'tool', observed, threshold);
  },
  words: ({ itemCount, lasting, reason, text, number }) => {
    const isCall = reason === 'tool-unanswered';
    const isSilent = number('silentSeconds') !== null;
    // Of several environments it is not known, as nothing else is.
    const beats = !isSilent && number('count') !== null;
    const tool = text('toolName');
    const where = isCall && tool !== null ? ` in the tool ${tool}` : '';
    return {
      problem:
        itemCount === 1
          ? `1 session has hung${where} for ${lasting}`
          : `${itemCount} sessions hang, the first for ${lasting}`,
      why: isCall
        ? `The worker ${beats ? 'beats, but ' : ''}has not returned the result of a tool call.`
        : beats
          ? 'The worker beats, but nothing happens in the session.'
          : isSilent
            ? 'Nothing happens in the session, and its worker does not beat.'
            : 'Nothing happens in the sessions.',
      steps: [
        isCall
          ? 'See on the worker what the tool waits for.'
          : "Read the worker's log: is it still connected to the session?",
        'Give tools a time limit.',
        'Interrupt the session if it is to go on; else stop its item.',
      ],
    };
  },
  evidenceLines: (facts) => [
    say(facts.number('count'), (count) => `${countOf(count, 'session')} without progress`),
    say(facts.number('longestSeconds'), (seconds) => `the longest for ${formatDuration(seconds)}`),
    say(facts.number('silentSeconds'), (seconds) => `no heartbeat for ${formatDuration(seconds)}`),
    say(facts.number('normalToSeconds'), (seconds) => `tools here take up to ${formatDuration(seconds)}`),
    ...sessionLines(facts),
  ],
  levels: usedLevels,
  isEndedByForce: () => true,
  isEndWanted: true,
  endings: {
    recovered: 'the sessions go on',
    stopped: 'the items of the sessions that hung have stopped',
    'no-longer-listed': 'the items of the sessions that hung are no longer listed',
  },
  example: {
    count: 1,
    longestSeconds: 840,
    silentSeconds: null,
    normalFromSeconds: 66,
    normalToSeconds: 190,
    warningSeconds: 600,
    criticalSeconds: 1800,
    sessionCauses: 'tool-unanswered 1',
    causeSeconds: 840,
    toolName: 'bash',
    totalCredits: 12.4,
  },
};

/** Whether its worker is about to be told as silent. */
function isSoonSilent(item: WorkItem, { silentFromSeconds, sample }: Observed): boolean {
  if (silentFromSeconds === null) return false;
  const since = inStateSince(item);
  const leftFromSeconds = Math.max(BEATING_SECONDS, silentFromSeconds - LEFT_TO_SILENCE_SECONDS);
  return since === null || ageSeconds(since, sample.at) >= leftFromSeconds;
}

function longestSilence(items: readonly FindingItem[], { sample }: Observed): number | null {
  const ids = new Set(items.map(({ id }) => id));
  const seconds = sample.items.flatMap((item) =>
    ids.has(item.id) ? ageSeconds(item.latestHeartbeatAt ?? item.createdAt, sample.at) : [],
  );
  const longest = Math.max(...seconds);
  return longest < BEATING_SECONDS ? null : longest;
}
