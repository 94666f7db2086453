/**
 * A day of a fleet in which everything happens that the monitor tells of: what it published, sent and stored.
 * The same day must give the same outputs after every change that is none of behaviour.
 */
import { inflateRawSync } from 'node:zlib';
import { toMessage } from '../../lambda/notify/message.ts';
import { toAlertsInput, toChatInput } from '../../lambda/notify/to-publish-input.ts';
import { MINUTES, SETTINGS, stageDay } from '../../local/virtual/stage-day.ts';
import { createVirtualMonitor, START_AT, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

export interface RecordedDay {
  /** What each run published: `environment metric value`, the monitor's own as `- metric value`. */
  readonly metrics: readonly (readonly string[])[];
  /** What the topics were asked to publish, as SNS takes it. */
  readonly messages: readonly unknown[];
  /** The rows of the table at the end of each hour, as they are stored; `raw` bytes in base64. */
  readonly rows: readonly Readonly<Record<string, StoredRow>>[];
  /** Of the runs that failed: `minute error`. */
  readonly errors: readonly string[];
}

export interface StoredRow {
  readonly version: number;
  readonly schemaVersion: number;
  readonly body: unknown;
}

const CONTEXT = {
  monitor: 'test',
  sessionUrl: 'https://qoder.com/cloud/sessions/{id}',
  runbookUrl: 'https://example.com/runbook.md',
  dashboardUrl: 'https://eu-central-1.console.aws.amazon.com/cloudwatch/home#dashboards:name=test',
  tokenSecretId: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:Token-AbCdEf',
  version: '1.2.3',
};

export async function playDay(): Promise<RecordedDay> {
  const monitor = createVirtualMonitor(SETTINGS, START_AT, true);
  const stage = stageDay(monitor);
  const metrics: string[][] = [];
  const rows: Record<string, StoredRow>[] = [];
  const errors: string[] = [];
  for (let minute = 1; minute <= MINUTES; minute++) {
    stage(minute);
    const publishedCount = monitor.published.length;
    const { error } = await monitor.runMinutes(1);
    if (error !== null) errors.push(`${minute} ${error}`);
    metrics.push(monitor.published.slice(publishedCount).flatMap(toLines));
    if (minute % 60 === 0) rows.push(toStoredRows(monitor));
  }
  const messages = monitor.alerts.flatMap((alert) => {
    const message = toMessage(alert, CONTEXT);
    return [toAlertsInput(message, 'alerts'), toChatInput(message, 'chat')];
  });
  return { metrics, ...JSON.parse(JSON.stringify({ messages, rows, errors })) };
}

function toLines({ environments, monitor }: VirtualMonitor['published'][number]): string[] {
  const all = [...environments, ['-', monitor] as const];
  return all.flatMap(([id, measured]) =>
    Object.entries(measured).map(([name, value]) => `${id} ${name} ${JSON.stringify(value)}`),
  );
}

function toStoredRows({ rows, runRow }: VirtualMonitor): Record<string, StoredRow> {
  const all = [...rows, ['run', { version: runRow.runNumber, ...runRow }] as const];
  return Object.fromEntries(
    all.map(([sortKey, { version = 0, schemaVersion = 0, body }]) => [
      sortKey,
      { version, schemaVersion, body: toReadable(body) },
    ]),
  );
}

function toReadable(body: string | Uint8Array | undefined): unknown {
  if (body === undefined) return null;
  return JSON.parse(typeof body === 'string' ? body : inflateRawSync(body).toString('utf8'));
}
