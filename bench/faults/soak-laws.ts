/** What was told in days of faults, against what was true. */
import { QUEUE_CONDITIONS } from './fault-case.ts';
import type { Trouble } from './soak-fleet.ts';

export interface SoakAlert {
  readonly minute: number;
  readonly messageId: string;
  readonly incidentId: string;
  readonly condition: string;
  readonly change: string;
  readonly environments: string;
}

/** Faults last up to 15 minutes, and the lease of a killed run two more; what ended is told after five. */
const LATE_MINUTES = 45;

/** What returns within an hour of its end is the same, opened and ended again. */
const isBalanced = (openedCount: number, endedCount: number): boolean =>
  openedCount > 0 && (endedCount === openedCount || endedCount === openedCount - 1);

export function judgeSoak(troubles: readonly Trouble[], told: readonly SoakAlert[], minutes: number) {
  const incidents = [...Map.groupBy(told, ({ incidentId }) => incidentId).values()].map((messages) => {
    const firsts = [...new Map(messages.toReversed().map((alert) => [alert.messageId, alert])).values()];
    const opened = firsts.filter(({ change }) => change === 'opened');
    const ended = firsts.filter(({ change }) => change === 'resolved' || change === 'withdrawn');
    return { opened, ended };
  });
  const openedCount = incidents.reduce((sum, { opened }) => sum + opened.length, 0);
  const endedCount = incidents.reduce((sum, { ended }) => sum + ended.length, 0);
  const unbalanced = incidents.filter(({ opened, ended }) => !isBalanced(opened.length, ended.length));
  const openings = incidents.flatMap(({ opened }) => opened);
  const isOf = ({ environmentId, condition, fromMinute, untilMinute }: Trouble, alert: SoakAlert) =>
    alert.environments === environmentId &&
    alert.condition === condition &&
    alert.minute > fromMinute &&
    alert.minute <= untilMinute + LATE_MINUTES;
  const mayBeOpen = troubles.filter(({ untilMinute }) => untilMinute + LATE_MINUTES > minutes).length;
  const openCount = openedCount - endedCount;
  return {
    openedCount,
    endedCount,
    openCount,
    faults: [
      ...unbalanced.map(({ opened, ended }) => {
        const name = (opened[0] ?? ended[0])?.incidentId;
        return `${name} opened ${opened.length} times, ended ${ended.length} times`;
      }),
      ...troubles
        .filter(({ untilMinute }) => untilMinute <= minutes)
        .flatMap((trouble) => {
          const own = openings.filter((alert) => isOf(trouble, alert));
          const count = new Set(own.map(({ incidentId }) => incidentId)).size;
          const name = `${trouble.environmentId} minute ${Math.round(trouble.fromMinute)}`;
          return count === 1 ? [] : [`${name} was told as ${count} incidents`];
        }),
      ...openings
        .filter(({ condition }) => QUEUE_CONDITIONS.has(condition))
        .filter((alert) => !troubles.some((trouble) => isOf(trouble, alert)))
        .map(({ incidentId }) => `${incidentId} is not true`),
      // Of the monitor's own sight, one may still be open at the end.
      ...(openCount > mayBeOpen + 1 ? [`${openCount} incidents are open at the end`] : []),
    ],
  };
}
