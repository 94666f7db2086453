/** A session is over, or nobody knows it any more, and its item still holds a worker: capacity that nobody uses. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { silentItemIds } from '../silent-items.ts';
import { type EnvironmentDefinition, say, type Words } from './condition-definition.ts';
import { sessionLines } from './session-evidence.ts';
import { findSessionItems, itemIdsOf, type SessionItemsEvidence } from './session-items.ts';

type Explained = Pick<Words, 'why' | 'steps'>;

const toOver = (isOne: boolean): Explained =>
  isOne
    ? {
        why: 'The session is over, but its worker keeps the item and takes no other work.',
        steps: [
          "Read the worker's log: does it see that the turn has ended?",
          'Stop the item: its session needs no worker any more.',
        ],
      }
    : {
        why: 'The sessions are over, but their workers still hold the items.',
        steps: [
          "Read a worker's log: does it see that the turn has ended?",
          'Stop the items: their sessions need no workers any more.',
        ],
      };

const toGone = (isOne: boolean): Explained =>
  isOne
    ? {
        why: 'The API does not know the session any more, and its item holds a worker.',
        steps: [
          'Open the session: does the token still see it?',
          'If nobody sees it, stop the item: nothing needs its worker.',
        ],
      }
    : {
        why: 'The API does not know the sessions any more; their items hold workers.',
        steps: [
          'Open the sessions: does the token still see them?',
          'If nobody sees them, stop the items: nothing needs their workers.',
        ],
      };

export const slotLeaked: EnvironmentDefinition<SessionItemsEvidence> = {
  find: (observed, threshold) => {
    const silentIds = silentItemIds(observed);
    const ownIds = itemIdsOf(observed, ['slot-leaked']);
    // They name the cause already.
    const toldIds = itemIdsOf(observed, ['stuck-starting', 'stuck-stopping']);
    // A token that sees no session at all would take every one for gone.
    const causes = observed.isSessionReadable
      ? (['slot-leaked', 'session-gone'] as const)
      : (['slot-leaked'] as const);
    return findSessionItems(
      observed,
      causes,
      threshold,
      ({ id }) => ownIds.has(id) || !(silentIds.has(id) || toldIds.has(id)),
    );
  },
  words: ({ itemCount, lasting, reason }) => ({
    problem:
      itemCount === 1
        ? `1 item has outlived its session by ${lasting}`
        : `${itemCount} items outlive their sessions, the first by ${lasting}`,
    ...(reason === 'session-gone' ? toGone : toOver)(itemCount === 1),
  }),
  evidenceLines: (facts) => [
    say(facts.number('count'), (count) => `${countOf(count, 'item')} whose session is over or gone`),
    say(facts.number('longestSeconds'), (seconds) => `the first for ${formatDuration(seconds)}`),
    ...sessionLines(facts),
  ],
  isEndedByForce: () => true,
  isEndWanted: true,
  endings: {
    recovered: 'no item holds a worker for a session that is over',
    stopped: 'what outlived its session has stopped',
    'no-longer-listed': 'what outlived its session is no longer listed',
  },
  example: {
    count: 1,
    longestSeconds: 960,
    sessionCauses: 'slot-leaked 1',
    causeSeconds: 960,
    toolName: null,
    totalCredits: 3.25,
  },
};
