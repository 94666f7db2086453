/** Where incidents stand on the time axis. */
import { CONDITION_ENTRIES, isMonitorCondition } from '../../../contract/conditions.ts';
import { type IncidentView, isUntil } from '../page-model.ts';
import { toSeconds } from './format.ts';

export interface PlacedIncident {
  readonly incident: IncidentView;
  /** Of the shown part of time, 0 to 1. */
  readonly startRatio: number;
  readonly endRatio: number;
  /** Where the label stands: a short bar has it beside, on the side where there is room. */
  readonly label: 'inside' | 'right' | 'left';
  /** Incidents of one lane that overlap, their labels included, stand in different rows, from 0. */
  readonly row: number;
}

export interface Lane {
  readonly id: string;
  readonly label: string;
  readonly bars: readonly PlacedIncident[];
  readonly rowCount: number;
}

interface Drawn {
  readonly from: number;
  readonly to: number;
  /** What a track has for the time between; its bars must have room for their labels. */
  readonly widthPx: number;
  /** What is open is so until then. @default to */
  readonly until?: number;
}

/** A lane for each environment, and one for the monitor where it had an incident. */
export function toLanes(
  environments: readonly { readonly id: string; readonly name: string | null }[],
  incidents: readonly IncidentView[],
  drawn: Drawn,
): Lane[] {
  const shown = incidents.filter(
    ({ openedAt, endedAt }) =>
      isUntil(openedAt, drawn.to) && (endedAt === null || toSeconds(endedAt) > drawn.from),
  );
  const ofMonitor = shown.filter(({ condition }) => isMonitorCondition(condition));
  const lanes = environments.map(({ id, name }) => {
    const own = shown.filter(
      (incident) => !ofMonitor.includes(incident) && incident.environmentIds.includes(id),
    );
    return toLane(id, name ?? id, own, drawn);
  });
  return ofMonitor.length === 0 ? lanes : [toLane('monitor', 'all environments', ofMonitor, drawn), ...lanes];
}

function toLane(id: string, label: string, incidents: readonly IncidentView[], drawn: Drawn): Lane {
  const endsOfRows: number[] = [];
  const bars = incidents.map((incident) => {
    const { takes, ...place } = toPlace(incident, drawn);
    const free = endsOfRows.findIndex((end) => end <= takes.startRatio);
    const row = free === -1 ? endsOfRows.length : free;
    endsOfRows[row] = takes.endRatio;
    return { incident, ...place, row };
  });
  return { id, label, bars, rowCount: Math.max(1, endsOfRows.length) };
}

/** Of the letters, which are of about the same width, and what is around them. */
const LETTER_PX = 6.8;
const AROUND_LABEL_PX = 24;

function toPlace(incident: IncidentView, { from, to, widthPx, until = to }: Drawn) {
  const toRatio = (seconds: number) => Math.min(1, Math.max(0, (seconds - from) / (to - from)));
  const startRatio = toRatio(toSeconds(incident.openedAt));
  const endRatio = toRatio(incident.endedAt === null ? until : toSeconds(incident.endedAt));
  const labelPx = LETTER_PX * CONDITION_ENTRIES[incident.condition].label.length + AROUND_LABEL_PX;
  const labelRatio = labelPx / widthPx;
  if (endRatio - startRatio >= labelRatio) {
    return { startRatio, endRatio, label: 'inside', takes: { startRatio, endRatio } } as const;
  }
  return endRatio + labelRatio <= 1
    ? ({
        startRatio,
        endRatio,
        label: 'right',
        takes: { startRatio, endRatio: endRatio + labelRatio },
      } as const)
    : ({
        startRatio,
        endRatio,
        label: 'left',
        takes: { startRatio: startRatio - labelRatio, endRatio },
      } as const);
}

const STEPS_SECONDS = [300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600];
const LONGEST_STEP_SECONDS = 43_200;

/** Round times, at most so many. */
export function toTicks(from: number, to: number, mostCount: number): number[] {
  const step = STEPS_SECONDS.find((seconds) => (to - from) / seconds <= mostCount) ?? LONGEST_STEP_SECONDS;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
}

/** What a time such as `18:20` needs, with some air. */
const TICK_PX = 58;

/** @returns how many times fit side by side */
export const ticksIn = (widthPx: number): number => Math.max(1, Math.floor(widthPx / TICK_PX));
