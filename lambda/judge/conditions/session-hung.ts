/** A session makes no progress, and only it can tell: mostly its worker beats as if all were well. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import type { FindingItem } from '../../model/incident.ts';
import { ageSeconds, inStateSince, type WorkItem } from '../../model/work-item.ts';
import { silentItemIds } from '../silent-items.ts';
import {
  type EnvironmentDefinition,
  type FactsOf,
  type Observed,
  say,
  type Words,
} from './condition-definition.ts';
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
    /** Of how many that is so. */
    readonly silentCount: number;
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
    const evidence = { ...found.evidence, ...silenceOf(found.items, observed) };
    return withNormal({ ...found, evidence }, 'tool', observed, threshold);
  },
  words: (facts) => {
    const { itemCount, lasting, reason, text } = facts;
    const tool = text('toolName');
    const where = reason === 'tool-unanswered' && tool !== null ? ` in the tool ${tool}` : '';
    return {
      problem:
        itemCount === 1
          ? `1 session has hung${where} for ${lasting}`
          : `${itemCount} sessions hang, the first for ${lasting}`,
      why: whyOf(facts),
      steps: stepsOf(facts),
    };
  },
  evidenceLines: (facts) => [
    say(facts.number('count'), (count) => `${countOf(count, 'session')} without progress`),
    say(facts.number('longestSeconds'), (seconds) => `the longest for ${formatDuration(seconds)}`),
    silenceLine(facts),
    say(facts.number('normalToSeconds'), (seconds) => `tools here take up to ${formatDuration(seconds)}`),
    ...sessionLines(facts),
  ],
  levels: usedLevels,
  isEndedByForce: () => true,
  isEndWanted: true,
  endings: {
    recovered: 'what hung goes on',
    stopped: 'what hung has stopped',
    'no-longer-listed': 'what hung is no longer listed',
  },
  example: {
    count: 1,
    longestSeconds: 840,
    silentSeconds: null,
    silentCount: 0,
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

function silenceOf(
  items: readonly FindingItem[],
  { sample }: Observed,
): Pick<SessionHungEvidence, 'silentSeconds' | 'silentCount'> {
  const ids = new Set(items.map(({ id }) => id));
  const silences = sample.items
    .filter(({ id }) => ids.has(id))
    .map((item) => ageSeconds(item.latestHeartbeatAt ?? item.createdAt, sample.at))
    .filter((seconds) => seconds >= BEATING_SECONDS);
  return {
    silentSeconds: silences.length === 0 ? null : Math.max(...silences),
    silentCount: silences.length,
  };
}

type HungFacts = FactsOf<SessionHungEvidence>;

function whyOf({ itemCount, reason, number }: HungFacts): string {
  const isCall = reason === 'tool-unanswered';
  const isSilent = number('silentSeconds') !== null;
  const count = number('count');
  if (itemCount === 1) {
    if (isCall)
      return `The worker ${isSilent || count === null ? '' : 'beats, but '}has not returned the result of a tool call.`;
    return isSilent
      ? 'Nothing happens in the session, and its worker does not beat.'
      : 'The worker beats, but nothing happens in the session.';
  }
  // Of several environments it is not known, as nothing else is.
  if (count === null)
    return isCall
      ? 'The workers have not returned the results of tool calls.'
      : 'Nothing happens in the sessions.';
  if (isCall)
    return isSilent
      ? 'The first worker has not returned the result of a tool call.'
      : 'Workers beat, but the first has not returned the result of a tool call.';
  if (!isSilent) return 'The workers beat, but nothing happens in the sessions.';
  const silentCount = number('silentCount');
  if (silentCount === null) return 'Nothing happens in the sessions, and not all of their workers beat.';
  return silentCount === count
    ? 'Nothing happens in the sessions, and their workers do not beat.'
    : `Nothing happens in the sessions; ${silentCount} of ${count} items ${silentCount === 1 ? 'sends' : 'send'} no heartbeats.`;
}

function stepsOf({ itemCount, reason }: HungFacts): Words['steps'] {
  const isCall = reason === 'tool-unanswered';
  const limit = 'Give tools a time limit.';
  if (itemCount === 1)
    return [
      isCall
        ? 'See on the worker what the tool waits for.'
        : "Read the worker's log: is it still connected to the session?",
      limit,
      'Interrupt the session if it is to go on; else stop its item.',
    ];
  return [
    isCall
      ? 'See on the workers what the tools wait for.'
      : "Read the workers' logs: are they still connected to the sessions?",
    limit,
    'Interrupt the sessions that are to go on; stop the items of the others.',
  ];
}

function silenceLine({ number }: HungFacts): string | null {
  const [count, silentCount] = [number('count'), number('silentCount')];
  return say(number('silentSeconds'), (seconds) => {
    const lasting = formatDuration(seconds);
    if (count === 1) return `no heartbeat for ${lasting}`;
    return silentCount === null
      ? `the longest without a heartbeat for ${lasting}`
      : `${silentCount} of them without a heartbeat${silentCount === 1 ? '' : ', the longest'} for ${lasting}`;
  });
}
