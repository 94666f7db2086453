/** Items end right after the ack and never start: what a dispatcher looks like that returns at once. */
import { countOf } from '../../model/human-words.ts';
import { bounceEndAt } from '../bounce.ts';
import { severityOf, toFindingItem } from '../items-past-threshold.ts';
import { longestFirst } from '../measure.ts';
import { type EnvironmentDefinition, only, say } from './condition-definition.ts';

/** Over how long bounced work is counted. */
const BOUNCE_WINDOW_SECONDS = 900;

type WorkBouncedEvidence = { readonly bouncedCount: number; readonly acknowledgedCount: number };

export const workBounced: EnvironmentDefinition<WorkBouncedEvidence> = {
  find: ({ sample }, threshold) => {
    const fromMs = sample.at.getTime() - BOUNCE_WINDOW_SECONDS * 1000;
    const acknowledged = sample.items.filter(
      ({ acknowledgedAt }) =>
        acknowledgedAt !== null && acknowledgedAt.getTime() >= fromMs && acknowledgedAt <= sample.at,
    );
    const bounced = longestFirst(
      acknowledged.filter((item) => bounceEndAt(item) !== null),
      (item) => bounceEndAt(item) ?? item.createdAt,
      sample.at,
    );
    const severity = 2 * bounced.length >= acknowledged.length ? severityOf(bounced.length, threshold) : null;
    const [first] = bounced;
    if (severity === null || first === undefined) return null;
    return {
      severity,
      reason: null,
      since: first.since,
      items: bounced.map((aged) => toFindingItem(aged, aged.since)),
      evidence: { bouncedCount: bounced.length, acknowledgedCount: acknowledged.length },
    };
  },
  words: ({ itemCount, number }) => {
    const acknowledgedCount = number('acknowledgedCount');
    const bounced =
      acknowledgedCount === null
        ? countOf(itemCount, 'item')
        : `${itemCount} of ${countOf(acknowledgedCount, 'item')}`;
    return {
      problem: `${bounced} ended within 30 s of the ack and never started`,
      why: 'This is what it looks like when a dispatcher launches a worker elsewhere and returns at once: its item is stopped before the worker begins.',
      steps: ['Make the dispatcher wait for the worker to end ("kubectl apply" and "docker run -d" do not).'],
    };
  },
  evidenceLines: ({ number }) => [
    say(number('acknowledgedCount'), (count) => `${countOf(count, 'item')} acknowledged in the last 15 min`),
    say(number('bouncedCount'), (count) => `${count} of them ended within 30 s and never started`),
  ],
  growsBy: 'nothing',
  endings: only('work no longer ends right after the ack'),
  // Bounced items are over from the start: that no more follow is the recovery.
  fateOf: () => 'recovered',
  example: { bouncedCount: 5, acknowledgedCount: 6 },
};
