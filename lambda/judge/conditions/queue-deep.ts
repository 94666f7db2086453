/** More items are queued than somebody said is normal, in several runs in a row. */
import { countOf } from '../../model/human-words.ts';
import { DEEP_RUNS_COUNT } from '../run-counters.ts';
import { type EnvironmentDefinition, only, say } from './condition-definition.ts';

type QueueDeepEvidence = { readonly depthCount: number; readonly runCount: number };

export const queueDeep: EnvironmentDefinition<QueueDeepEvidence> = {
  find: ({ sample, counters: { deepRunCounts } }, threshold) => {
    const { queued } = sample.byState;
    const isCritical = threshold.critical !== null && deepRunCounts.critical >= DEEP_RUNS_COUNT;
    const isWarning = threshold.warning !== null && deepRunCounts.warning >= DEEP_RUNS_COUNT;
    if (!isCritical && !isWarning) return null;
    return {
      severity: isCritical ? 'critical' : 'warning',
      reason: null,
      since: queued[0]?.since ?? sample.at,
      items: [],
      evidence: { depthCount: queued.length, runCount: DEEP_RUNS_COUNT },
    };
  },
  words: ({ number }) => {
    const queued = say(
      number('depthCount'),
      (count) => `${countOf(count, 'item')} queued, more than expected`,
    );
    return {
      problem: queued ?? 'too many items are queued',
      why: 'At least as many as configured were queued, several runs in a row.',
      steps: ['Add workers, or find what creates so much work.'],
    };
  },
  evidenceLines: ({ number }) => [
    say(number('depthCount'), (count) => `${countOf(count, 'item')} queued`),
    say(number('runCount'), (count) => `at that level for ${countOf(count, 'run')} in a row`),
  ],
  growsBy: 'nothing',
  endings: only('the queue is no longer deep'),
  example: { depthCount: 120, runCount: 5 },
};
