/** Plays the recorded day up to a minute, and keeps what each of the last runs published and logged. */
import type { PublishedMetrics } from '../../lambda/wiring.ts';
import { SETTINGS, stageDay } from '../../local/virtual/stage-day.ts';
import { createVirtualMonitor, START_AT } from '../../local/virtual/virtual-monitor.ts';

export interface RecordedRun {
  readonly atSeconds: number;
  readonly environments: PublishedMetrics['environments'];
  readonly monitor: PublishedMetrics['monitor'];
  readonly lines: readonly LogLine[];
  readonly hasFailed: boolean;
}

export type LogLine = Readonly<Record<string, unknown>>;

/** @returns the runs of the last `keptMinutes`, oldest first */
export async function recordHours(untilMinute: number, keptMinutes: number): Promise<RecordedRun[]> {
  const virtual = createVirtualMonitor(SETTINGS, START_AT, true);
  const stage = stageDay(virtual);
  const runs: RecordedRun[] = [];
  for (let minute = 1; minute <= untilMinute; minute++) {
    stage(minute);
    virtual.forget();
    const { error } = await virtual.runMinutes(1);
    if (minute <= untilMinute - keptMinutes) continue;
    runs.push({
      atSeconds: START_AT.getTime() / 1000 + minute * 60,
      environments: new Map(virtual.published.flatMap(({ environments }) => [...environments])),
      monitor: Object.assign({}, ...virtual.published.map(({ monitor }) => monitor)),
      lines: virtual.logLines.map((line): LogLine => JSON.parse(line)),
      hasFailed: error !== null,
    });
  }
  return runs;
}
