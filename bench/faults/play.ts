/** Plays a case from its first minute to its last, and records what every run published, told and took. */
import type { EnvironmentMetrics, MonitorMetrics } from '../../contract/metrics.ts';
import type { Alert } from '../../lambda/model/incident.ts';
import type { Step, StepFault } from '../../local/virtual/run-steps.ts';
import {
  createVirtualMonitor,
  type RunResult,
  START_AT,
  type VirtualMonitor,
} from '../../local/virtual/virtual-monitor.ts';
import { MINUTES, OBJECTIVE, stageFleet } from './stage.ts';

const MINUTE_MS = 60_000;

/** What goes wrong, and when. */
export interface Disturbance {
  readonly fromMinute: number;
  /** The first minute in which it is over. */
  readonly untilMinute: number;
  /** How long it is played. @default MINUTES */
  readonly minutes?: number;
  /** Called before the run of `fromMinute`. @returns ends it, before the run of `untilMinute` */
  readonly begin: (monitor: VirtualMonitor) => () => void;
}

export interface Published {
  readonly minute: number;
  readonly environments: ReadonlyMap<string, EnvironmentMetrics>;
  readonly monitor: MonitorMetrics;
}

export interface PlayedRun extends RunResult {
  readonly minute: number;
}

export interface Play {
  readonly minutes: number;
  readonly runs: readonly PlayedRun[];
  readonly published: readonly Published[];
  readonly alerts: readonly Alert[];
  /** What the event bus took. */
  readonly events: readonly Alert[];
  /** By minute of the run. */
  readonly told: readonly (readonly [number, Alert])[];
}

/** @param runMinute of the disturbed minutes, instead of one run */
export async function play(
  disturbance: Disturbance | null,
  runMinute?: (monitor: VirtualMonitor) => Promise<readonly RunResult[]>,
): Promise<Play> {
  const minutes = disturbance?.minutes ?? MINUTES;
  const monitor = createVirtualMonitor({ slo: OBJECTIVE });
  stageFleet(monitor);
  const events = monitor.connectBus();
  const { simulator } = monitor;
  const [runs, told]: [PlayedRun[], [number, Alert][]] = [[], []];
  let end: (() => void) | null = null;
  const isDisturbed = (minute: number) =>
    disturbance !== null && minute >= disturbance.fromMinute && minute < disturbance.untilMinute;
  for (;;) {
    simulator.advance(MINUTE_MS - (simulator.now().getTime() % MINUTE_MS));
    const minute = minuteOf(simulator.now());
    if (minute > minutes) break;
    if (end === null && isDisturbed(minute)) end = disturbance?.begin(monitor) ?? null;
    if (disturbance !== null && minute >= disturbance.untilMinute) end?.();
    const alertCount = monitor.alerts.length;
    const isSpecial = runMinute !== undefined && isDisturbed(minute);
    const results = isSpecial ? await runMinute(monitor) : [await monitor.run()];
    runs.push(...results.map((result) => ({ ...result, minute })));
    // What runs of several minutes told is of the run that decided it.
    const lastMinute = minuteOf(simulator.now());
    const toldIn = ({ at }: Alert) => Math.max(minute, Math.min(lastMinute, minuteOf(at)));
    told.push(...monitor.alerts.slice(alertCount).map((alert) => [toldIn(alert), alert] as [number, Alert]));
  }
  const published = monitor.published.map(({ scheduledAt, environments, monitor: own }) => ({
    minute: minuteOf(scheduledAt),
    environments,
    monitor: own,
  }));
  return { minutes, runs, published, alerts: monitor.alerts, events, told };
}

export const minuteOf = (at: Date): number => Math.round((at.getTime() - START_AT.getTime()) / MINUTE_MS);

/** Breaks the steps for which it says so. */
export const breakSteps =
  (faultOf: (step: Step) => StepFault | null) =>
  (monitor: VirtualMonitor): (() => void) => {
    monitor.breakSteps(faultOf);
    return () => monitor.breakSteps(null);
  };
