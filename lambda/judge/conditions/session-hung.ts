/** A session makes no progress, and only it can tell: its worker beats as if all were well. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { ageSeconds, inStateSince } from '../../model/work-item.ts';
import { silentItemIds } from '../silent-items.ts';
import { type EnvironmentDefinition, say } from './condition-definition.ts';
import { type NormalEvidence, usedLevels, withNormal } from './normal-evidence.ts';
import { sessionLines } from './session-evidence.ts';
import { findSessionItems, itemIdsOf, type SessionItemsEvidence } from './session-items.ts';

/** A worker that beats every 5 minutes has beaten within this time; one that has not is told as silent before long. */
const BEATING_SECONDS = 360;

export const sessionHung: EnvironmentDefinition<SessionItemsEvidence & NormalEvidence> = {
  find: (observed, threshold) => {
    const silentIds = silentItemIds(observed);
    const ownIds = itemIdsOf(observed, ['session-hung']);
    const { at } = observed.sample;
    const found = findSessionItems(observed, ['tool-unanswered', 'no-progress'], threshold, (item) => {
      // A dead worker's item is told as that. One that was told as hung before stays that until it ends.
      if (ownIds.has(item.id)) return item.state === 'active' || item.state === 'stopping';
      const since = inStateSince(item);
      const beats = since !== null && ageSeconds(since, at) < BEATING_SECONDS;
      return item.state === 'active' && beats && !silentIds.has(item.id);
    });
    return withNormal(found, 'tool', observed, threshold);
  },
  words: ({ itemCount, lasting, reason, text }) => {
    const isCall = reason === 'tool-unanswered';
    const tool = text('toolName');
    const where = isCall && tool !== null ? ` in the tool ${tool}` : '';
    return {
      problem:
        itemCount === 1
          ? `1 session has hung${where} for ${lasting}`
          : `${itemCount} sessions hang, the first for ${lasting}`,
      why: isCall
        ? 'The worker beats, but has not returned the result of a tool call.'
        : 'The worker beats, but nothing happens in the session.',
      steps: [
        isCall
          ? 'See on the worker what the tool waits for.'
          : "Read the worker's log: is it still connected to the session?",
        'Give tools a time limit.',
        'Interrupt the session, or stop its item, if it is to go on.',
      ],
    };
  },
  evidenceLines: (facts) => [
    say(facts.number('count'), (count) => `${countOf(count, 'session')} without progress`),
    say(facts.number('longestSeconds'), (seconds) => `the longest for ${formatDuration(seconds)}`),
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
