/** One environment cannot be read, in several runs in a row. */
import { countOf } from '../../model/human-words.ts';
import { severityOf } from '../items-past-threshold.ts';
import { type ReadErrorEvidence, readErrorLines, readErrorWords } from '../read-errors.ts';
import { type EnvironmentDefinition, only, say } from './condition-definition.ts';

type EnvironmentUnreadableEvidence = ReadErrorEvidence & { readonly failedRunCount: number };

export const environmentUnreadable: EnvironmentDefinition<EnvironmentUnreadableEvidence> = {
  find: ({ reading: { error }, counters: { failedRunCount, failingSince }, sample }, threshold) => {
    const severity = severityOf(failedRunCount, threshold);
    if (error === null || severity === null) return null;
    const { status, type, message, requestId } = error;
    return {
      severity,
      reason: type,
      since: failingSince ?? sample.at,
      items: [],
      evidence: { status, type, message, requestId, failedRunCount },
    };
  },
  words: (facts) => {
    const { problem, why, steps } = readErrorWords(facts);
    return {
      problem: `cannot be read: ${problem}`,
      why,
      more: `Until that is solved nothing is known of ${facts.where}, and no metrics are sent. The monitor goes on trying every minute.`,
      steps: steps(facts.tokenCommand),
    };
  },
  evidenceLines: (facts) => [
    ...readErrorLines(facts),
    say(facts.number('failedRunCount'), (count) => `failed for ${countOf(count, 'run')} in a row`),
  ],
  endings: only('can be read again'),
  example: {
    status: 403,
    type: 'permission_error',
    message: 'Not authorized for this operation.',
    requestId: 'req_8c1f',
    failedRunCount: 3,
  },
};
