/** The facts behind a condition, one short line each. Evidence that is missing is left out. */
import { type Condition, THRESHOLD_UNITS } from '../../contract/conditions.ts';
import type { Alert } from '../model/incident.ts';
import { toId } from './clean-text.ts';
import { countOf, type Facts, toFacts } from './facts.ts';
import { formatDuration } from './human-time.ts';

const LISTED_ENVIRONMENTS_COUNT = 10;

type Line = (facts: Facts) => string | null;

const line =
  (name: string, tell: (value: number) => string | null): Line =>
  ({ number }) => {
    const value = number(name);
    return value === null ? null : tell(value);
  };

const longest = (name: string, what: string) => line(name, (seconds) => `${what} ${formatDuration(seconds)}`);

const readErrorLines: readonly Line[] = [
  ({ number, text }) => {
    const status = number('status');
    const type = text('type');
    const said = [status === null ? null : `HTTP ${status}`, type, text('message')];
    return said.filter((part) => part !== null).join(', ') || null;
  },
  ({ text }) => {
    const requestId = text('requestId');
    return requestId === null ? null : `request id ${requestId}, for Qoder's support`;
  },
];

const LINES: Readonly<Record<Condition, readonly Line[]>> = {
  'queue-stuck': [
    line('depthCount', (count) => `${countOf(count, 'item')} queued`),
    longest('oldestQueuedAgeSeconds', 'the oldest queued for'),
    line('acknowledgedLast300sCount', (count) => `${countOf(count, 'item')} acknowledged in the last 5 min`),
    line('pendingCount', (count) => `${countOf(count, 'item')} handed out and not acknowledged`),
    line('workersPollingCount', (count) => `${countOf(count, 'worker')} polling with a Worker-ID`),
    line('startingCount', (count) => (count === 0 ? null : `${countOf(count, 'item')} starting`)),
    ({ number }) => {
      const [activeCount, freshCount] = [number('activeCount'), number('freshHeartbeatCount')];
      if (activeCount === null) return null;
      const fresh = activeCount === 0 || freshCount === null ? '' : `, ${freshCount} with a fresh heartbeat`;
      return `${countOf(activeCount, 'item')} active${fresh}`;
    },
  ],
  'stale-heartbeat': [
    ({ number }) => {
      const [silentCount, activeCount] = [number('silentCount'), number('activeCount')];
      if (silentCount === null || activeCount === null) return null;
      return `${silentCount} of ${countOf(activeCount, 'active item')} silent`;
    },
    longest('longestSilenceSeconds', 'the longest silent for'),
  ],
  'stuck-starting': [
    line('count', (count) => `${countOf(count, 'item')} acknowledged and not started`),
    line('longestSeconds', (seconds) => `the first acknowledged ${formatDuration(seconds)} ago`),
  ],
  'stuck-stopping': [
    line('count', (count) => `${countOf(count, 'item')} asked to stop and not stopped`),
    line('longestSeconds', (seconds) => `the first asked ${formatDuration(seconds)} ago`),
  ],
  'work-bounced': [
    line('acknowledgedCount', (count) => `${countOf(count, 'item')} acknowledged in the last 15 min`),
    line('bouncedCount', (count) => `${count} of them ended within 30 s and never started`),
  ],
  'long-running': [
    line('count', (count) => `${countOf(count, 'item')} active for too long`),
    longest('longestSeconds', 'the longest for'),
  ],
  'queue-deep': [
    line('depthCount', (count) => `${countOf(count, 'item')} queued`),
    line('runCount', (count) => `at that level for ${countOf(count, 'run')} in a row`),
  ],
  'environment-unreadable': [
    ...readErrorLines,
    line('failedRunCount', (count) => `failed for ${countOf(count, 'run')} in a row`),
  ],
  'api-unreachable': [
    ...readErrorLines,
    ({ number }) => {
      const [failedCount, environmentCount] = [number('failedCount'), number('environmentCount')];
      if (failedCount === null || environmentCount === null) return null;
      return `${failedCount} of ${countOf(environmentCount, 'environment')} failed in the same way`;
    },
  ],
};

export function evidenceLines(alert: Alert): string[] {
  const facts = toFacts(alert);
  const lines = LINES[alert.condition].map((tell) => tell(facts)).filter((text) => text !== null);
  return alert.environmentIds.length > 1 ? [...lines, environmentsLine(alert)] : lines;
}

function environmentsLine({ environmentIds }: Alert): string {
  const leftCount = environmentIds.length - LISTED_ENVIRONMENTS_COUNT;
  const listed = environmentIds.slice(0, LISTED_ENVIRONMENTS_COUNT).map(toId).join(', ');
  return `environments: ${listed}${leftCount > 0 ? ` and ${leftCount} more` : ''}`;
}

/** `warning from 5 min, critical from 15 min`; null where there is no level. */
export function levelsOf(alert: Alert): string | null {
  const { condition, threshold } = alert;
  if (condition === 'api-unreachable') return null;
  const facts = toFacts(alert);
  const unit = THRESHOLD_UNITS[condition];
  const tell = (level: number) => (unit === 'seconds' ? formatDuration(level) : `${level} ${unit}`);
  // Learned levels are known only to the evidence.
  const warning = facts.number('warningSeconds') ?? threshold?.warning ?? null;
  const critical = facts.number('criticalSeconds') ?? threshold?.critical ?? null;
  const levels = [
    warning === null ? [] : [`warning from ${tell(warning)}`],
    critical === null ? [] : [`critical from ${tell(critical)}`],
  ].flat();
  return levels.length === 0 ? null : levels.join(', ');
}
