/** Where incidents stand on the time axis. */
import { isMonitorCondition } from '../../../contract/conditions.ts';
import type { IncidentView, NowView } from '../page-model.ts';
import { toSeconds } from './format.ts';

export interface PlacedIncident {
  readonly incident: IncidentView;
  /** Of the shown part of time, 0 to 1. */
  readonly startRatio: number;
  readonly endRatio: number;
  /** Incidents of one lane that overlap stand in different rows, from 0. */
  readonly row: number;
}

export interface Lane {
  readonly id: string;
  readonly label: string;
  readonly bars: readonly PlacedIncident[];
  readonly rowCount: number;
}

/** A lane for each environment, and one for the monitor where it had an incident. */
export function toLanes(now: Pick<NowView, 'environments' | 'incidents'>, from: number, to: number): Lane[] {
  const shown = now.incidents.filter(({ endedAt }) => endedAt === null || toSeconds(endedAt) > from);
  const ofMonitor = shown.filter(({ condition }) => isMonitorCondition(condition));
  const lanes = now.environments.map(({ id, name }) => {
    const own = shown.filter(
      (incident) => !ofMonitor.includes(incident) && incident.environmentIds.includes(id),
    );
    return toLane(id, name ?? id, own, from, to);
  });
  return ofMonitor.length === 0
    ? lanes
    : [toLane('monitor', 'all environments', ofMonitor, from, to), ...lanes];
}

function toLane(
  id: string,
  label: string,
  incidents: readonly IncidentView[],
  from: number,
  to: number,
): Lane {
  const endsOfRows: number[] = [];
  const toRatio = (seconds: number) => Math.min(1, Math.max(0, (seconds - from) / (to - from)));
  const bars = incidents.map((incident) => {
    const startSeconds = toSeconds(incident.openedAt);
    const endSeconds = incident.endedAt === null ? to : toSeconds(incident.endedAt);
    const free = endsOfRows.findIndex((end) => end <= startSeconds);
    const row = free === -1 ? endsOfRows.length : free;
    endsOfRows[row] = incident.endedAt === null ? Number.POSITIVE_INFINITY : endSeconds;
    return { incident, startRatio: toRatio(startSeconds), endRatio: toRatio(endSeconds), row };
  });
  return { id, label, bars, rowCount: Math.max(1, endsOfRows.length) };
}

const STEPS_SECONDS = [300, 600, 1_800, 7_200];
const MOST_TICKS_COUNT = 7;

/** Round times, not so many that they touch. */
export function toTicks(from: number, to: number): number[] {
  const step = STEPS_SECONDS.find((seconds) => (to - from) / seconds <= MOST_TICKS_COUNT) ?? 7_200;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
}
