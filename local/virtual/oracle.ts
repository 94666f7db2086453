/**
 * What the stated thresholds and rules demand of a monitor, reckoned from the lives of the items and nothing
 * of the product: written again from the documentation, in another way, so that both cannot be wrong alike.
 */
import { type ItemLife, stateAt } from './item-life.ts';
import { expectedBounces } from './oracle-of-bounces.ts';

/** Of the timelines this oracle judges: see ORACLE_SETTINGS. */
const LEVELS = {
  'queue-stuck': [300, 900],
  'stale-heartbeat': [150, 600],
  'stuck-starting': [300, 900],
  'stuck-stopping': [300, 1_800],
  'long-running': [1_200, 2_400],
} as const;
const DEEP_COUNT = 4;

export const ORACLE_SETTINGS = {
  environments: ['env_a'],
  thresholds: {
    'stale-heartbeat': { warning: 150 },
    'long-running': { warning: 1_200, critical: 2_400 },
    'queue-deep': { warning: DEEP_COUNT },
  },
} as const;

/** A condition that holds: how badly, why, and when each of its items crossed the lowest level. */
interface Holding {
  readonly severity: 'warning' | 'critical';
  readonly reason: string;
  readonly crossedS: readonly number[];
}

interface Incident {
  severity: Holding['severity'];
  reason: string;
  toldS: number;
  toldCount: number;
  clearSinceS: number | null;
  clearRuns: number;
}

/** `down`: no run. `failed`: the API answers 500 to everything. */
export type RunKind = 'fine' | 'down' | 'failed';

/** @param runs of minute 1, 2, … @returns lines as `minute condition change severity reason`, sorted within a minute */
export function expectedChanges(lives: readonly ItemLife[], runs: readonly RunKind[]): string[] {
  const lines: string[] = [];
  const incidents = new Map<string, Incident>();
  let [failedRuns, deepRuns] = [0, 0];
  runs.forEach((kind, index) => {
    const minute = index + 1;
    if (kind === 'down') return;
    const atS = minute * 60 - 2;
    failedRuns = kind === 'failed' ? failedRuns + 1 : 0;
    const listed = lives.filter(({ createdS }) => createdS <= atS);
    const byAge = listed.toSorted((a, b) => a.createdS - b.createdS);
    if (kind === 'fine') {
      const depth = listed.filter((life) => stateAt(life, minute * 60) === 'queued').length;
      deepRuns = depth >= DEEP_COUNT ? deepRuns + 1 : 0;
    }
    const holding = kind === 'fine' ? judge(byAge, atS, deepRuns) : new Map<string, Holding>();
    const unknown =
      kind === 'failed' ? [...incidents.keys()].filter((name) => name !== 'api-unreachable') : [];
    if (failedRuns >= 3)
      holding.set('api-unreachable', { severity: 'critical', reason: '5xx', crossedS: [] });
    else if (failedRuns > 0) unknown.push('api-unreachable');
    for (const name of new Set([...incidents.keys(), ...holding.keys()])) {
      if (unknown.includes(name)) continue;
      const change = step(incidents, name, holding.get(name), atS);
      if (change !== null) lines.push(`${minute} ${name} ${change}`);
    }
  });
  return sortWithinMinutes(lines);
}

export const sortWithinMinutes = (lines: readonly string[]): string[] =>
  lines.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1));

function step(
  incidents: Map<string, Incident>,
  name: string,
  now: Holding | undefined,
  atS: number,
): string | null {
  const incident = incidents.get(name);
  if (now === undefined) {
    if (incident === undefined) return null;
    incident.clearSinceS ??= atS;
    incident.clearRuns++;
    if (atS - incident.clearSinceS < 300 || incident.clearRuns < 2) return null;
    incidents.delete(name);
    return `resolved ${incident.severity}`;
  }
  const told = { toldS: atS, toldCount: now.crossedS.length };
  if (incident === undefined) {
    incidents.set(name, { ...now, ...told, clearSinceS: null, clearRuns: 0 });
    return `opened ${now.severity} ${now.reason}`;
  }
  const hasWorsened = incident.severity === 'warning' && now.severity === 'critical';
  const newCount = now.crossedS.filter((crossedS) => crossedS > incident.toldS).length;
  const isLoud = now.crossedS.length >= 2 * Math.max(1, incident.toldCount) || atS - incident.toldS >= 900;
  const change = hasWorsened
    ? 'worsened'
    : newCount > 0 && isLoud
      ? 'grew'
      : atS - incident.toldS >= 14_400
        ? 'reminded'
        : null;
  Object.assign(incident, { reason: now.reason, clearSinceS: null, clearRuns: 0 });
  if (hasWorsened) incident.severity = 'critical';
  if (change === null) return null;
  Object.assign(incident, told);
  return `${change} ${incident.severity} ${now.reason}`;
}

function judge(byAge: readonly ItemLife[], atS: number, deepRuns: number): Map<string, Holding> {
  // States are those of the moment of reading, 2 s after the instant by which ages are reckoned.
  const inState = (state: string) => byAge.filter((life) => stateAt(life, atS + 2) === state);
  const lastBeatS = ({ beatsS }: ItemLife) => Math.max(...beatsS.filter((beatS) => beatS <= atS + 2));
  const active = inState('active');
  const sinces: Record<keyof typeof LEVELS, readonly number[]> = {
    'queue-stuck': inState('queued').map(({ createdS }) => createdS),
    'stale-heartbeat': active.map(lastBeatS),
    'stuck-starting': inState('starting').map(({ ackedS }) => ackedS ?? 0),
    'stuck-stopping': inState('stopping').map(({ stopAskedS }) => stopAskedS ?? 0),
    'long-running': active.map(({ beatsS }) => beatsS[0] ?? 0),
  };
  const holding = new Map<string, Holding>();
  for (const name of Object.keys(LEVELS) as (keyof typeof LEVELS)[]) {
    const [warning, critical] = LEVELS[name];
    const crossedS = sinces[name]
      .filter((sinceS) => atS - sinceS >= warning)
      .map((sinceS) => sinceS + warning);
    if (crossedS.length === 0) continue;
    const isCritical = sinces[name].some((sinceS) => atS - sinceS >= critical);
    holding.set(name, { severity: isCritical ? 'critical' : 'warning', reason: '-', crossedS });
  }
  const stuck = holding.get('queue-stuck');
  if (stuck !== undefined) holding.set('queue-stuck', withReason(stuck, byAge, atS, active.map(lastBeatS)));
  const bounced = expectedBounces(byAge, atS);
  if (bounced !== null) holding.set('work-bounced', { severity: bounced, reason: '-', crossedS: [] });
  if (deepRuns >= 5) holding.set('queue-deep', { severity: 'warning', reason: '-', crossedS: [] });
  return holding;
}

/** Nobody polls in these timelines, and nothing is delivered that is not acked. */
function withReason(
  stuck: Holding,
  byAge: readonly ItemLife[],
  atS: number,
  beatsS: readonly number[],
): Holding {
  const oldest = byAge.findIndex((life) => stateAt(life, atS + 2) === 'queued');
  const isRecentlyAcked = ({ ackedS }: ItemLife) =>
    ackedS !== null && ackedS <= atS + 2 && ackedS >= atS - 300;
  if (byAge.slice(oldest + 1).some(isRecentlyAcked)) return { ...stuck, reason: 'overtaken' };
  if (byAge.some(isRecentlyAcked)) return { ...stuck, severity: 'warning', reason: 'slow' };
  if (beatsS.some((beatS) => atS - beatS < 600)) return { ...stuck, severity: 'warning', reason: 'busy' };
  return { ...stuck, reason: 'no-workers' };
}
