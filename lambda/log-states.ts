/**
 * How each environment is, for the first table of the dashboard: a line for each that is not well or where work waits,
 * and one for all others, so that an empty table means a monitor that is dead, and never a fleet that is well.
 */
import type { EnvironmentMetrics } from '../contract/metrics.ts';
import type { Judgement } from './judge/judge-environment.ts';
import type { JudgedRun } from './judge/judge-run.ts';
import { countOf, formatDuration, formatInstant } from './model/human-words.ts';
import type { Incident } from './model/incident.ts';
import type { EnvironmentReading, Readings } from './model/readings.ts';
import { type Share, WHOLE } from './model/share.ts';
import { toReasonWords } from './notify/change-words.ts';

/** Logs Insights sorts by Unicode, capitals first: the worst comes first, and what is well last. */
type State = 'CRITICAL' | 'UNKNOWN' | 'WARNING' | 'ok';

export interface StateLine {
  /** As it is shown: `nightly-reports (env_x)`. */
  readonly environment: string;
  /** Null: of all that have no line of their own. */
  readonly environmentId: string | null;
  readonly state: State;
  /** In words, such as `stalled: workers not taking`. */
  readonly verdict: string;
  /** Conditions of its open incidents, in words; `(clearing)` of one that does not hold any more. */
  readonly open: string;
  readonly oldestWait: string | null;
  readonly since: string | null;
  readonly queuedCount: number | null;
  readonly silentCount: number | null;
}

export function toStateLines(
  { judgements, rows }: Pick<JudgedRun, 'judgements' | 'rows'>,
  { readings, instant }: Pick<Readings, 'readings' | 'instant'>,
  { index, count }: Share = WHOLE,
): StateLine[] {
  const incidents = new Map(rows.map(({ id, value }) => [id, value.incidents]));
  const lines = [...judgements].flatMap(([id, judgement]) => {
    const entry = readings.get(id);
    return entry === undefined ? [] : [toLine(entry, judgement, incidents.get(id) ?? [], instant.at)];
  });
  const shown = lines.filter(
    ({ state, open, queuedCount }) => state !== 'ok' || open !== '' || queuedCount !== 0,
  );
  // The table has a row for each name, and each shard has others.
  const others = count === 1 ? 'all others' : `all others of shard ${index}`;
  return [...shown, toRest(others, lines.length - shown.length)];
}

function toLine(
  { environment: { id, name }, reading }: EnvironmentReading,
  { verdict, reason, metrics, findings }: Judgement,
  incidents: readonly Incident[],
  at: Date,
): StateLine {
  // An incident keeps the highest severity it had: here counts the one of now, as far as it is known.
  const open = incidents.map((incident) => ({
    ...incident,
    severity:
      findings.find(({ condition }) => condition === incident.condition)?.severity ?? incident.severity,
  }));
  const holding = open.filter(({ clearSince }) => clearSince === null);
  const why = verdict === 'unknown' ? (reading.error?.type ?? 'read in part') : reason;
  const isItsOwn = verdict === 'stalled' || verdict === 'unknown';
  const since = sinceOf(holding.length > 0 ? holding : open, metrics, at);
  return {
    environment: name === null || name === id ? id : `${name} (${id})`,
    environmentId: id,
    state: stateOf(verdict, holding),
    verdict: toReasonWords(isItsOwn && why !== null ? `${verdict}: ${why}` : verdict),
    open: open
      .map(
        ({ condition, clearSince }) =>
          `${toReasonWords(condition)}${clearSince === null ? '' : ' (clearing)'}`,
      )
      .join(', '),
    oldestWait: metrics.OldestQueuedAge === undefined ? null : toWait(metrics.OldestQueuedAge),
    since: since === null ? null : formatInstant(since),
    queuedCount: metrics.QueueDepth ?? null,
    silentCount: metrics.StaleHeartbeats ?? null,
  };
}

const toWait = (seconds: number): string => (seconds === 0 ? '-' : formatDuration(seconds));

function stateOf(verdict: Judgement['verdict'], incidents: readonly Incident[]): State {
  if (incidents.some(({ severity }) => severity === 'critical')) return 'CRITICAL';
  if (incidents.length > 0) return 'WARNING';
  return verdict === 'unknown' ? 'UNKNOWN' : 'ok';
}

/** Of its worst incident, or else of the oldest item that waits. */
function sinceOf(incidents: readonly Incident[], { OldestQueuedAge = 0 }: EnvironmentMetrics, at: Date) {
  const critical = incidents.filter(({ severity }) => severity === 'critical');
  const worst = critical.length > 0 ? critical : incidents;
  if (worst.length > 0) return new Date(Math.min(...worst.map(({ since }) => since.getTime())));
  return OldestQueuedAge === 0 ? null : new Date(at.getTime() - OldestQueuedAge * 1000);
}

const toRest = (environment: string, count: number): StateLine => ({
  environment,
  environmentId: null,
  state: 'ok',
  verdict: `ok: ${countOf(count, 'environment')}, nothing waits`,
  open: '',
  oldestWait: '-',
  since: null,
  queuedCount: 0,
  silentCount: null,
});
