/** The time for reading was over before every environment was asked: the monitor is at its limit, not the API. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import { countOf } from '../../model/human-words.ts';
import { severityOf } from '../items-past-threshold.ts';
import { type MonitorDefinition, only, say } from './condition-definition.ts';

type NotAskedEvidence = { readonly notAskedCount: number; readonly environmentCount: number };

const { levels } = CONDITION_ENTRIES['environments-not-asked'];

export const environmentsNotAsked: MonitorDefinition<NotAskedEvidence> = {
  find: ({ errors, notAskedIds, streaks, at }) => {
    if (notAskedIds.length === 0) return null;
    const { runCount, since } = streaks['not-asked'] ?? { runCount: 1, since: at };
    const severity = severityOf(runCount, levels);
    if (severity === null) return 'unknown';
    const evidence = { notAskedCount: notAskedIds.length, environmentCount: errors.size };
    return { environmentIds: notAskedIds, found: { severity, reason: null, since, items: [], evidence } };
  },
  words: ({ number }) => ({
    problem: `${countOf(number('notAskedCount') ?? 0, 'environment')} could not be asked in time`,
    why: 'A run reads for 30 seconds, at most 50 requests in each.',
    more: 'What is left then waits for the next run. Of these environments no metrics are sent.',
    steps: [
      'See on the dashboard whether the API has become slow.',
      'If not, watch some of the environments by a second monitor, with a token of its own.',
    ],
  }),
  evidenceLines: ({ number }) => {
    const environmentCount = number('environmentCount');
    return [
      environmentCount === null
        ? null
        : say(
            number('notAskedCount'),
            (count) => `${count} of ${countOf(environmentCount, 'environment')} not asked in the last run`,
          ),
    ];
  },
  endings: only('every environment is asked in each run again'),
  example: { notAskedCount: 875, environmentCount: 1_200 },
};
