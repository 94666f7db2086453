/** A timeline: what happens to a fleet, minute by minute, and what a monitor that runs every minute must tell of it. */
import type { SettingsInput } from '../../contract/settings.ts';
import type { Alert } from '../../lambda/model/incident.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { createVirtualMonitor, type VirtualMonitor } from './virtual-monitor.ts';

const MINUTE_MS = 60_000;

export interface Timeline {
  readonly name: string;
  readonly minutes: number;
  readonly settings?: Partial<SettingsInput>;
  /** Sets the scene at minute 0 and plans the rest. */
  readonly stage: (stage: Stage) => void;
  /**
   * Every message: minute of the run, environments, condition, change, severity, then the ending or the reason.
   * A run sees what is at least 2 s old: an item of minute 0 is 298 s old in the run of minute 5.
   */
  readonly expected: readonly string[];
}

export interface Stage {
  readonly simulator: Simulator;
  readonly monitor: VirtualMonitor;
  /** On the minute, just before the run. */
  readonly at: (minute: number, action: () => void) => void;
  /** No run from one minute to before the other. */
  readonly monitorIsDown: (fromMinute: number, untilMinute: number) => void;
}

export interface Played {
  readonly told: readonly string[];
  readonly monitor: VirtualMonitor;
  /** By number of the minute; null: no run, or one that succeeded. */
  readonly errors: readonly (string | null)[];
}

export async function playTimeline({
  minutes,
  settings,
  stage,
}: Omit<Timeline, 'name' | 'expected'>): Promise<Played> {
  const monitor = createVirtualMonitor(settings);
  const { simulator } = monitor;
  const actions = new Map<number, (() => void)[]>();
  const outages: (readonly [number, number])[] = [];
  stage({
    simulator,
    monitor,
    at: (minute, action) => actions.set(minute, [...(actions.get(minute) ?? []), action]),
    monitorIsDown: (...outage) => outages.push(outage),
  });

  const told: string[] = [];
  const errors: (string | null)[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    simulator.advance(MINUTE_MS - (simulator.now().getTime() % MINUTE_MS));
    for (const action of actions.get(minute) ?? []) action();
    if (outages.some(([from, until]) => minute >= from && minute < until)) continue;
    const toldCount = monitor.alerts.length;
    const { error } = await monitor.run();
    errors[minute] = error;
    told.push(...monitor.alerts.slice(toldCount).map((alert) => toLine(minute, alert)));
  }
  return { told, monitor, errors };
}

function toLine(minute: number, alert: Alert): string {
  const { environmentIds, condition, change, severity, ending, reason } = alert;
  return [minute, environmentIds.join(','), condition, change, severity, ending ?? reason ?? '-'].join(' ');
}
