/** What must hold of a play that was disturbed, by the same play undisturbed. Each law returns what breaks it. */
import { findAlertFaults } from './alert-laws.ts';
import type { Case } from './fault-case.ts';
import { findMetricFaults } from './metric-laws.ts';
import type { Play } from './play.ts';

export function findFaults(truth: Play, played: Play, theCase: Case): string[] {
  return [
    ...findAlertFaults(truth, played, theCase),
    ...findMetricFaults(truth, played, theCase),
    ...findRunFaults(played),
  ];
}

/** A run that did not publish, save and release is no success, and one that nothing disturbed is. */
function findRunFaults({ runs, published }: Play): string[] {
  const successMinutes = published.flatMap(({ minute, monitor }) => (monitor.Runs === 1 ? [minute] : []));
  const countOf = (minute: number) => successMinutes.filter((each) => each === minute).length;
  const minutes = [...new Set(runs.map(({ minute }) => minute))];
  return minutes.flatMap((minute) => {
    const own = runs.filter((run) => run.minute === minute);
    const failed = own.filter(({ error, broken }) => error !== null || broken.some(isEssential));
    const ownLost = own.filter(({ broken }) =>
      broken.some((step) => step.startsWith('publish own answer-lost')),
    );
    if (countOf(minute) <= own.length - failed.length + ownLost.length) return [];
    return [`minute ${minute}: Runs counts a run that failed`];
  });
}

/** What a run cannot succeed without. */
const isEssential = (broken: string): boolean =>
  /^(acquireLease|load|save|remove|publish|releaseLease)\b.* refused$/.test(broken);
