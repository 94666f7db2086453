/** The words for one alert, for all protocols alike: those of its condition, or of how it ended. */
import { type AskedApi, toCheckCommand } from '../../contract/commands.ts';
import { CONDITION_ENTRIES, isMonitorCondition } from '../../contract/conditions.ts';
import { ENVIRONMENT_ID_PATTERN } from '../../contract/environment-id.ts';
import type { Words } from '../judge/conditions/condition-definition.ts';
import { DEFINITIONS } from '../judge/conditions/definitions.ts';
import { countOfUnit, formatDuration } from '../model/human-words.ts';
import { type Alert, environmentCountOf } from '../model/incident.ts';
import { endingOf, isMixed, isOver, toWhatItWas } from './change-words.ts';
import { toId } from './clean-text.ts';
import type { NamedByCommands } from './links.ts';
import { toFacts } from './to-facts.ts';

const LISTED_ENVIRONMENTS_COUNT = 10;

/** Of what is over, `why` is what it was. */
export interface AlertWords extends Words {
  /** Shows the same in the terminal; null where nothing is left to see. */
  readonly command: string | null;
  readonly evidenceLines: readonly string[];
  /** `warning from 5 min, critical from 15 min`; null where there is no level. */
  readonly levels: string | null;
}

export function wordsOf(alert: Alert, named: NamedByCommands): AlertWords {
  const { words, evidenceLines, levels } = DEFINITIONS[alert.condition];
  const facts = toFacts(alert, named);
  const told = words(facts);
  return {
    ...(isOver(alert)
      ? { problem: endingOf(alert), why: toWhatItWas(alert), steps: [lastStep(alert)], command: null }
      : { ...told, command: commandFor(alert, named) }),
    evidenceLines: [...evidenceLines(facts), environmentsLine(alert)].filter((line) => line !== null),
    levels: toLevels(alert, levels?.(facts)),
  };
}

function lastStep({ condition, change, ending, environmentIds }: Alert): string {
  const exist = environmentIds.length > 1 ? 'they still exist' : 'it still exists';
  // Which ids are configured is not known here: environments may be discovered.
  if (ending === 'not-found') return `If ${exist}, check the configured ids and the token.`;
  if (ending === 'not-listed') return `If ${exist}, check the token and its workspace.`;
  if (change === 'withdrawn') return 'Nothing, if that was meant.';
  if (DEFINITIONS[condition].isEndWanted === true) return 'Nothing.';
  if (isMixed({ condition, ending, environmentIds }))
    return 'Nothing, unless some of that work was stopped and is still needed.';
  const isWorkGone = ending === 'stopped' || ending === 'no-longer-listed';
  return isWorkGone ? 'Nothing, unless that work is still needed.' : 'Nothing.';
}

/** Only ids that can be nothing but ids are put on a command line. */
export function commandFor({ condition, environmentIds }: Alert, api: AskedApi): string | null {
  const isOfSessions =
    CONDITION_ENTRIES[condition].isOfSessions === true || condition === 'sessions-forbidden';
  if (isMonitorCondition(condition) || environmentIds.length > 1)
    return toCheckCommand(null, api, isOfSessions);
  const [id] = environmentIds;
  if (id === undefined || id.length > 100 || !ENVIRONMENT_ID_PATTERN.test(id)) return null;
  return toCheckCommand(id, api, isOfSessions);
}

function environmentsLine(alert: Alert): string | null {
  const { environmentIds } = alert;
  if (environmentIds.length <= 1) return null;
  const leftCount = environmentCountOf(alert) - LISTED_ENVIRONMENTS_COUNT;
  const listed = environmentIds.slice(0, LISTED_ENVIRONMENTS_COUNT).map(toId).join(', ');
  return `environments: ${listed}${leftCount > 0 ? ` and ${leftCount} more` : ''}`;
}

/** @param own levels that only the evidence knows, such as learned ones */
function toLevels({ condition, threshold }: Alert, own: Alert['threshold'] = null): string | null {
  if (isMonitorCondition(condition)) return null;
  const { unit } = CONDITION_ENTRIES[condition];
  const say = (level: number) => (unit === 'seconds' ? formatDuration(level) : countOfUnit(level, unit));
  const warning = own?.warning ?? threshold?.warning ?? null;
  const critical = own?.critical ?? threshold?.critical ?? null;
  const levels = [
    ...(warning === null ? [] : [`warning from ${say(warning)}`]),
    ...(critical === null ? [] : [`critical from ${say(critical)}`]),
  ];
  return levels.length === 0 ? null : levels.join(', ');
}
