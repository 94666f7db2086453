/** What the page has to show: kept for those who come later, told to those who watch. */
import {
  type ActionView,
  type AlertView,
  KEPT_ALERTS_COUNT,
  keptRunsCount,
  type NowView,
  type PageUpdate,
  type RunView,
} from './page-model.ts';

export type PageListener = (update: PageUpdate) => void;

export interface PageJournal {
  /** Everything there is, for a browser that knows nothing yet. */
  readonly whole: () => PageUpdate;
  readonly addRun: (run: RunView, alerts: readonly AlertView[]) => void;
  readonly addAction: (action: ActionView) => void;
  /** Something other than runs, alerts and actions has changed. */
  readonly refresh: () => void;
  /** @returns ends it */
  readonly listen: (listener: PageListener) => () => void;
}

/**
 * @param lookNow asked whenever something is told, with the time of the oldest run that is kept: what was over before
 *   it need not be shown
 */
export function createPageJournal(lookNow: (fromSeconds: number) => Omit<NowView, 'actions'>): PageJournal {
  let runs: readonly RunView[] = [];
  let alerts: readonly AlertView[] = [];
  let actions: readonly ActionView[] = [];
  const listeners = new Set<PageListener>();

  const now = (): NowView => ({ ...lookNow(runs[0]?.atSeconds ?? 0), actions });
  const tell = (news: Omit<PageUpdate, 'now'>) => {
    if (listeners.size === 0) return;
    const update = { now: now(), ...news };
    for (const listener of listeners) listener(update);
  };
  return {
    whole: () => ({ now: now(), runs, alerts }),
    addRun: (run, newAlerts) => {
      runs = [...runs, run].slice(-keptRunsCount(Object.keys(run.environments).length));
      alerts = [...alerts, ...newAlerts].slice(-KEPT_ALERTS_COUNT);
      tell({ runs: [run], alerts: newAlerts });
    },
    addAction: (action) => {
      actions = [...actions, action].slice(-KEPT_ALERTS_COUNT);
      tell({ runs: [], alerts: [] });
    },
    refresh: () => tell({ runs: [], alerts: [] }),
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
