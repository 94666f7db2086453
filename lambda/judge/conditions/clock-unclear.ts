/** The answers of the API tell another time in each run: which one is right cannot be told from here. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import { countOf, formatDuration } from '../../model/human-words.ts';
import { severityOf } from '../items-past-threshold.ts';
import { type MonitorDefinition, only, say } from './condition-definition.ts';

type ClockUnclearEvidence = { readonly deviationSeconds: number; readonly runCount: number };

const { levels } = CONDITION_ENTRIES['clock-unclear'];

export const clockUnclear: MonitorDefinition<ClockUnclearEvidence> = {
  find: ({ instant: { skew, deviationMs, at } }) => {
    const runCount = skew.deviatingRunCount;
    const severity = severityOf(runCount, levels);
    if (severity === null) return null;
    const evidence = { deviationSeconds: Math.abs(deviationMs) / 1000, runCount };
    return { environmentIds: [], found: { severity, reason: null, since: at, items: [], evidence } };
  },
  words: () => ({
    problem: "the API's answers tell times that nothing confirms",
    why: 'The Date of its answers jumps from run to run.',
    more: 'The monitor goes by the time that was agreed on before, so its numbers stay right unless the API itself writes wrong timestamps.',
    steps: [
      'Compare the Date header of the API with a clock you trust.',
      'Look for a proxy or gateway between the monitor and the API that writes a Date of its own.',
    ],
  }),
  evidenceLines: ({ number }) => [
    say(
      number('deviationSeconds'),
      (seconds) => `its Date was off by ${formatDuration(seconds)} in the last run`,
    ),
    say(number('runCount'), (count) => `unconfirmed in ${countOf(count, 'run')} in a row`),
  ],
  endings: only('its time is confirmed again'),
  example: { deviationSeconds: 3_600, runCount: 5 },
};
