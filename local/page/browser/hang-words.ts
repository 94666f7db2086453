/** What can be seen of a hang, and when: its heartbeats go on, so it looks well for long. */
import type { Levels, WorkerView } from '../page-model.ts';
import { formatSeconds } from './format.ts';

/** @returns null where no worker hangs */
export function explainHang(
  workers: readonly WorkerView[],
  levels: Levels,
  areSessionsRead: boolean,
): string | null {
  const hung = workers.filter(({ status }) => status === 'hung');
  if (hung.length === 0) return null;
  if (hung.every(({ itemId }) => itemId === null)) {
    return 'Hung without an item: it no longer polls, and nothing else shows it. It is told as Queue stuck once work waits because the others do not keep up.';
  }
  const seen = 'Hung with an item: its heartbeats go on, so it counts as active and well.';
  const ofSession = levels['session-hung']?.warning ?? null;
  if (areSessionsRead && ofSession !== null) {
    return `${seen} Its session shows it: it is told as Session hung once nothing has happened in it for ${formatSeconds(ofSession)}.`;
  }
  const ofRun = levels['long-running']?.warning ?? null;
  const when =
    ofRun === null
      ? 'once 50 finished items have taught what is normal here, at 30 min or later'
      : `when it has run for ${formatSeconds(ofRun)}`;
  return `${seen} Only Longest run grows; it is told as Long running ${when}.`;
}
