/** A session waits for somebody to allow a tool call: no fault of a worker, and off until somebody wants to hear of it. */
import { countOf, formatDuration } from '../../model/human-words.ts';
import { type EnvironmentDefinition, say } from './condition-definition.ts';
import { sessionLines } from './session-evidence.ts';
import { findSessionItems, type SessionItemsEvidence } from './session-items.ts';

export const waitingForAPerson: EnvironmentDefinition<SessionItemsEvidence> = {
  find: (observed, threshold) => findSessionItems(observed, ['waiting-for-a-person'], threshold, () => true),
  words: ({ itemCount, lasting }) => ({
    problem:
      itemCount === 1
        ? `1 session has waited for a person for ${lasting}`
        : `${itemCount} sessions wait for a person, the first for ${lasting}`,
    // Whether their workers beat is told elsewhere.
    why: 'A tool call waits until somebody allows it: no fault of a worker.',
    steps: [
      itemCount === 1
        ? 'Open the session, and allow or deny the call.'
        : 'Open the sessions, and allow or deny the calls.',
    ],
  }),
  evidenceLines: (facts) => [
    say(facts.number('count'), (count) => `${countOf(count, 'session')} waiting for an answer`),
    say(facts.number('longestSeconds'), (seconds) => `the first for ${formatDuration(seconds)}`),
    ...sessionLines(facts),
  ],
  endings: {
    recovered: 'somebody has answered',
    stopped: 'what waited for a person has stopped',
    'no-longer-listed': 'what waited for a person is no longer listed',
  },
  example: {
    count: 1,
    longestSeconds: 1_500,
    sessionCauses: 'waiting-for-a-person 1',
    causeSeconds: 1_500,
    toolName: 'deploy',
    totalCredits: 1.5,
  },
};
