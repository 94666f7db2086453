/** More is watched than can be read in time: what waits is read later, and here it is said that it is too late. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import { countOf, formatDuration } from '../../model/human-words.ts';
import { ageSeconds } from '../../model/work-item.ts';
import { severityOf } from '../items-past-threshold.ts';
import { findCommonFailure } from './api-unreachable.ts';
import { type MonitorDefinition, only, say } from './condition-definition.ts';

type NotAskedEvidence = {
  readonly notAskedCount: number;
  readonly environmentCount: number;
  readonly oldestSeconds: number;
};

const { levels } = CONDITION_ENTRIES['environments-not-asked'];

export const environmentsNotAsked: MonitorDefinition<NotAskedEvidence> = {
  isOfFleet: true,
  find: ({ errors, byToken, waiting, at }) => {
    const late = [...waiting].filter(([, since]) => severityOf(ageSeconds(since, at), levels) !== null);
    const sinces = late.map(([, since]) => since).toSorted((a, b) => a.getTime() - b.getTime());
    const [since] = sinces;
    if (since === undefined) return null;
    // It is the API that made them wait, and that is told already.
    if (findCommonFailure(errors, byToken) !== null) return 'unknown';
    const oldestSeconds = ageSeconds(since, at);
    const evidence = {
      notAskedCount: late.length,
      environmentCount: errors.size + waiting.size,
      oldestSeconds,
    };
    const severity = severityOf(oldestSeconds, levels) ?? 'warning';
    return {
      environmentIds: late.map(([id]) => id),
      found: { severity, reason: null, since, items: [], evidence },
    };
  },
  words: ({ number }) => ({
    problem: `${countOf(number('notAskedCount') ?? 0, 'environment')} could not be asked in time`,
    why: 'A run reads for 40 seconds, at most 50 requests a second.',
    more: 'What is left waits for the next run, the longest first. Of an environment that waits no metrics are sent, and what happens in it is seen late. What one function can read is in docs/scale.md.',
    steps: [
      'See on the dashboard whether the API has become slow.',
      'If not, let several functions share them: the settings shards and tokenPerShard.',
    ],
  }),
  evidenceLines: ({ number }) => {
    const environmentCount = number('environmentCount');
    return [
      environmentCount === null
        ? null
        : say(
            number('notAskedCount'),
            (count) =>
              `${count} of ${countOf(environmentCount, 'environment')} ${count === 1 ? 'waits' : 'wait'} for too long`,
          ),
      say(number('oldestSeconds'), (seconds) => `the longest for ${formatDuration(seconds)}`),
    ];
  },
  endings: only('every environment is asked in time again'),
  example: { notAskedCount: 875, environmentCount: 12_000, oldestSeconds: 360 },
};
