/** All environments are to be watched, and there is none: silence would look like health. */

import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import { countOf } from '../../model/human-words.ts';
import { severityOf } from '../items-past-threshold.ts';
import { type FactsOf, type MonitorDefinition, only, say, type Words } from './condition-definition.ts';

type NothingWatchedEvidence = {
  readonly selfHostedCount: number;
  readonly otherCount: number;
  readonly malformedCount: number;
};

const { levels } = CONDITION_ENTRIES['nothing-watched'];

export const nothingWatched: MonitorDefinition<NothingWatchedEvidence> = {
  isOfFleet: true,
  find: ({ discovery, streaks, at }) => {
    if (discovery === null || discovery.watchedCount > 0) return null;
    if (discovery.listed === null) return 'unknown';
    const { runCount, since } = streaks['nothing-watched'] ?? { runCount: 1, since: at };
    const severity = severityOf(runCount, levels);
    if (severity === null) return null;
    const evidence = { ...discovery.listed };
    const { otherCount, malformedCount } = evidence;
    const reason = malformedCount > 0 ? 'not-understood' : otherCount > 0 ? 'none-self-hosted' : 'empty-list';
    return { environmentIds: [], found: { severity, reason, since, items: [], evidence } };
  },
  words: (facts) => ({
    problem: 'no environment is watched',
    more: 'Nothing is measured, and no alert about work can come.',
    ...causeOf(facts),
  }),
  evidenceLines: ({ number }) => [
    say(number('selfHostedCount'), (count) =>
      count === 0 ? null : `${countOf(count, 'self_hosted environment')}, archived`,
    ),
    say(number('otherCount'), (count) => `${countOf(count, 'environment')} of another type, or of none`),
    say(number('malformedCount'), (count) =>
      count === 0 ? null : `${countOf(count, 'row')} that cannot be read`,
    ),
  ],
  endings: only('there are environments to watch'),
  example: { selfHostedCount: 0, otherCount: 3, malformedCount: 0 },
};

function causeOf({ number }: FactsOf<NothingWatchedEvidence>): Pick<Words, 'why' | 'steps'> {
  const check = "Check the token's account and scopes, and the workspace id.";
  if ((number('malformedCount') ?? 0) > 0)
    return {
      why: 'The list of environments has rows that this version cannot read.',
      steps: ['Look for a newer version of this monitor.', `If there is none: ${check.replace('C', 'c')}`],
    };
  // What is self_hosted and not archived is watched.
  if ((number('selfHostedCount') ?? 0) > 0)
    return {
      why: 'Every self_hosted environment that the token sees is archived.',
      steps: ['Nothing, if that was meant.', `Else: ${check.replace('C', 'c')}`],
    };
  return { why: 'The token sees no self_hosted environment.', steps: [check] };
}
