/** What the terminal shows after a run: each environment by its published metrics, and what was told. */
import { VERDICT_CODES } from '../../contract/conditions.ts';
import { DIMENSIONS } from '../../contract/metrics.ts';
import { formatDuration, formatInstant } from '../../lambda/model/human-words.ts';
import { cut } from '../../lambda/notify/clean-text.ts';
import type { NamedEnvironment } from '../../local/monitor/read-memory.ts';
import type { RunOutcome } from '../../local/monitor/run-monitor.ts';
import type { MetricPoint } from '../../local/stand-ins/cloudwatch.ts';
import type { DeliveredMessage } from '../../local/stand-ins/sns.ts';
import { toTable } from '../text-table.ts';

/** A longer name would push the numbers out of sight. */
const NAME_LENGTH = 40;
const HEADINGS = ['ENVIRONMENT', 'VERDICT', 'QUEUED', 'OLDEST', 'STARTING', 'ACTIVE', 'SILENT', 'LOST'];

export function toRunText(outcome: RunOutcome): string {
  const { number, scheduledAt, error, unread, points, alerts, environments } = outcome;
  const [first] = alerts;
  return [
    `Run ${number}, ${formatInstant(scheduledAt)}`,
    ...toTable([HEADINGS, ...environments.map((environment) => toRow(environment, points))]),
    ...(error === null ? [] : [`The run failed: ${error}`]),
    ...unread.map(({ environmentId, message }) => `Not read whole: ${environmentId}: ${message}`),
    ...(first === undefined ? ['No new alert.'] : ['Alerts:', ...toAlertLines(alerts)]),
    '',
    // One whole mail is enough to see what people get; the page shows the others.
    ...(number === 1 && first !== undefined
      ? ['The first of them as a mail:', '', ...toMail(first), '']
      : []),
  ].join('\n');
}

function toRow({ id, name }: NamedEnvironment, points: readonly MetricPoint[]): string[] {
  const value = (metric: string) =>
    points.find((point) => point.name === metric && point.dimensions[DIMENSIONS.environmentId] === id)
      ?.values[0];
  const count = (metric: string) => value(metric)?.toString() ?? '-';
  const duration = (metric: string) => {
    const seconds = value(metric);
    return seconds === undefined || seconds === 0 ? '-' : formatDuration(seconds);
  };
  return [
    cut(name ?? id, NAME_LENGTH),
    verdictOf(value('QueueVerdict')),
    count('QueueDepth'),
    duration('OldestQueuedAge'),
    count('ItemsStarting'),
    count('ItemsActive'),
    duration('OldestHeartbeatAge'),
    count('LostHeartbeats'),
  ];
}

function verdictOf(code: number | undefined): string {
  return Object.entries(VERDICT_CODES).find(([, value]) => value === code)?.[0] ?? 'unknown';
}

function toAlertLines(messages: readonly DeliveredMessage[]): string[] {
  return messages.map(({ subject }) => `  ${subject ?? '(no subject)'}`);
}

/** The mail of a message, marked off from what is around it. */
function toMail({ subject, email }: DeliveredMessage): string[] {
  return [`Subject: ${subject ?? ''}`, '', ...email.split('\n')].map((line) => `  | ${line}`.trimEnd());
}
