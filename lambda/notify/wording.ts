/** The words for one alert: picks them from the tables, for all protocols alike. */
import { ENVIRONMENT_ID_PATTERN } from '../../contract/environment-id.ts';
import type { Alert } from '../model/incident.ts';
import { toId } from './clean-text.ts';
import { countOf, type Facts, toFacts } from './facts.ts';
import { endingOf, isOver } from './wording-of-changes.ts';
import { CONDITION_WORDING, QUEUE_WORDING, type Wording } from './wording-of-conditions.ts';
import { wordingOfReadError } from './wording-of-read-errors.ts';

export interface Words {
  /** What is wrong, or how it ended; ends a headline. */
  readonly problem: string;
  readonly why: string;
  /** What to do, in order; without the runbook. */
  readonly steps: readonly string[];
  /** Shows the same in the terminal; null where nothing is left to see. */
  readonly command: string | null;
}

export function wordsOf(alert: Alert, monitor: string): Words {
  const facts = toFacts(alert);
  const { problem, why, steps } = wordingOf(alert, facts, toId(monitor));
  if (isOver(alert)) {
    return { problem: endingOf(alert), why, steps: [lastStep(alert)], command: null };
  }
  return { problem: problem(facts), why, steps, command: commandFor(alert) };
}

function wordingOf({ condition, reason }: Alert, facts: Facts, monitor: string): Wording {
  if (condition === 'queue-stuck') {
    return isQueueReason(reason) ? QUEUE_WORDING[reason] : QUEUE_WORDING.unknown;
  }
  if (condition !== 'environment-unreadable' && condition !== 'api-unreachable') {
    return CONDITION_WORDING[condition];
  }
  const readError = wordingOfReadError(facts, reason);
  const isApi = condition === 'api-unreachable';
  return {
    problem: () => `${isApi ? unreadableCount(facts) : 'cannot be read'}: ${readError.problem}`,
    why: `${readError.why} Until that is solved nothing is known of ${isApi ? 'these environments, and their' : 'this environment, and its'} metrics are not sent.`,
    steps: [readError.step(monitor)],
  };
}

function unreadableCount({ number }: Facts): string {
  const [failedCount, environmentCount] = [number('failedCount'), number('environmentCount')];
  if (failedCount === null || environmentCount === null || failedCount === environmentCount) {
    return 'no environment can be read';
  }
  return `${failedCount} of ${countOf(environmentCount, 'environment')} cannot be read`;
}

function isQueueReason(reason: string | null): reason is keyof typeof QUEUE_WORDING {
  return reason !== null && Object.hasOwn(QUEUE_WORDING, reason);
}

function lastStep({ condition, ending }: Alert): string {
  if (ending === 'not-found')
    return 'If it should still exist, correct its id in the configuration and deploy.';
  // Late stops and long runs are meant to end; other work that is gone may be missed.
  const wasWanted = condition !== 'stuck-stopping' && condition !== 'long-running';
  const isWorkGone = wasWanted && (ending === 'stopped' || ending === 'no-longer-listed');
  return isWorkGone ? 'Nothing to do, unless that work is still needed.' : 'Nothing to do.';
}

/** Only ids that can be nothing but ids are put on a command line. */
function commandFor({ condition, environmentIds }: Alert): string | null {
  if (condition === 'api-unreachable') return 'npm run --silent check -- --all';
  const [id] = environmentIds;
  if (id === undefined || id.length > 100 || !ENVIRONMENT_ID_PATTERN.test(id)) return null;
  return `npm run --silent check -- --environment ${id}`;
}
