/** Rows of the monitor's own table cannot be read: what was open there may be told again, or not at all. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import { countOf } from '../../model/human-words.ts';
import { severityOf } from '../items-past-threshold.ts';
import { type MonitorDefinition, only, say } from './condition-definition.ts';

type StateUnreadableEvidence = { readonly newerCount: number; readonly corruptCount: number };

const { levels } = CONDITION_ENTRIES['state-unreadable'];

export const stateUnreadable: MonitorDefinition<StateUnreadableEvidence> = {
  find: ({ unreadable, at }) => {
    const severity = severityOf(unreadable.length, levels);
    if (severity === null) return null;
    const newer = unreadable.filter(({ why }) => why === 'newer-version');
    const evidence = { newerCount: newer.length, corruptCount: unreadable.length - newer.length };
    const reason = newer.length > 0 ? 'newer-version' : 'corrupt';
    const environmentIds = unreadable.flatMap(({ environmentId }) => environmentId ?? []);
    return {
      environmentIds: [...new Set(environmentIds)],
      found: { severity, reason, since: at, items: [], evidence },
    };
  },
  words: ({ reason }) =>
    reason === 'newer-version'
      ? {
          problem: 'a newer version of this monitor has written its state',
          why: 'This version cannot read it, and leaves it alone.',
          more: 'Alerts that wait there are kept, and nothing is told of these environments until the newer version is back.',
          steps: [
            'Deploy the newer version again.',
            'To stay with this one, delete the rows of these environments from the state table.',
          ],
        }
      : {
          problem: 'rows of its state cannot be read',
          why: 'What was remembered there is lost: open incidents are told again.',
          steps: ['Nothing, unless it comes again: then see what else writes the table.'],
        },
  evidenceLines: ({ number }) => [
    say(number('newerCount'), (count) =>
      count === 0 ? null : `${countOf(count, 'row')} of a newer version`,
    ),
    say(number('corruptCount'), (count) =>
      count === 0 ? null : `${countOf(count, 'row')} that cannot be read`,
    ),
  ],
  endings: only('all rows can be read again'),
  example: { newerCount: 0, corruptCount: 2 },
};
