/**
 * What the stated thresholds and rules demand of a monitor, reckoned from the lives of the items and nothing
 * of the product: written again from the documentation, in another way, so that both cannot be wrong alike.
 */
import { type ItemLife, stateAt } from './item-life.ts';
import { DEEP_COUNT, type Holding, isLongOver, judge, lastBeatS } from './oracle-conditions.ts';

export { ORACLE_SETTINGS } from './oracle-conditions.ts';

interface Incident {
  readonly openedS: number;
  severity: Holding['severity'];
  reason: string;
  told: { atS: number; ageS: number; causes: readonly string[]; messages: number; growths: number };
  clearSinceS: number | null;
  lives: readonly ItemLife[];
  /** It has returned, and nobody knows. */
  isHidden: boolean;
}

interface World {
  readonly open: Map<string, Incident>;
  readonly ended: Map<string, Incident & { endedS: number }>;
  gap: { fromS: number; toS: number } | null;
}

/** `down`: no run. `failed`: the API answers 500 to everything. */
export type RunKind = 'fine' | 'down' | 'failed';

/** @param runs of minute 1, 2, … @returns lines as `minute condition change severity reason`, sorted within a minute */
export function expectedChanges(lives: readonly ItemLife[], runs: readonly RunKind[]): string[] {
  const lines: string[] = [];
  const world: World = { open: new Map(), ended: new Map(), gap: null };
  let [failedRuns, deepRuns] = [0, 0];
  let blindSinceS: number | null = null;
  let lastRunS: number | null = null;
  let listed: readonly ItemLife[] | null = null;
  runs.forEach((kind, index) => {
    const minute = index + 1;
    if (kind === 'down') return;
    const atS = minute * 60 - 2;
    failedRuns = kind === 'failed' ? failedRuns + 1 : 0;
    if (kind === 'failed') blindSinceS ??= atS;
    else {
      const fromS = [
        ...(blindSinceS !== null && atS - blindSinceS >= 150 ? [blindSinceS] : []),
        ...(lastRunS !== null && atS - lastRunS >= 200 ? [lastRunS] : []),
      ];
      if (fromS.length > 0) world.gap = { fromS: Math.min(...fromS), toS: atS };
      blindSinceS = null;
    }
    lastRunS = atS;
    // The first reading does not look back for what was over 20 minutes before it.
    if (kind === 'fine') listed ??= lives.filter((life) => !isLongOver(life, atS));
    const byAge = (listed ?? lives)
      .filter(({ createdS }) => createdS <= atS)
      .toSorted((a, b) => a.createdS - b.createdS);
    if (kind === 'fine') {
      const depth = byAge.filter((life) => stateAt(life, minute * 60) === 'queued').length;
      deepRuns = depth >= DEEP_COUNT ? deepRuns + 1 : 0;
    }
    const holding = kind === 'fine' ? judge(byAge, atS, deepRuns, world) : new Map<string, Holding>();
    const unknown =
      kind === 'failed' ? [...world.open.keys()].filter((name) => name !== 'api-unreachable') : [];
    if (failedRuns >= 3)
      holding.set('api-unreachable', { severity: 'critical', reason: '5xx', sinceS: atS, items: [] });
    else if (failedRuns > 0) unknown.push('api-unreachable');
    for (const name of new Set([...world.open.keys(), ...holding.keys()])) {
      if (unknown.includes(name)) continue;
      const change = step(world, name, holding.get(name), atS);
      if (change !== null) lines.push(`${minute} ${name} ${change}`);
    }
  });
  return sortWithinMinutes(lines);
}

export const sortWithinMinutes = (lines: readonly string[]): string[] =>
  lines.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1));

const isQueue = (name: string) => name === 'queue-stuck';
const isAboutItems = (name: string) =>
  name.startsWith('stuck') || name === 'stale-heartbeat' || name === 'long-running';
const causeOf = (reason: string) => (reason === 'slow' || reason === 'busy' ? 'capacity' : reason);
const QUIET_S = 900;
const LONGEST_QUIET_S = 14_400;

function step({ open, ended }: World, name: string, now: Holding | undefined, atS: number): string | null {
  const incident = open.get(name);
  if (now === undefined) return incident === undefined ? null : clear(open, ended, name, incident, atS);
  const { leftS = null } = now;
  if (incident === undefined) {
    if (leftS !== null && leftS <= 1_800) return null;
    const before = ended.get(name);
    const isBack =
      before !== undefined &&
      atS - before.endedS < 3_600 &&
      (!isAboutItems(name) || now.items.some(({ life }) => before.lives.includes(life)));
    const told = { atS, ageS: 0, causes: [], messages: 0, growths: 0 };
    const opened: Incident = isBack
      ? { ...before, severity: now.severity, isHidden: true }
      : {
          openedS: atS,
          severity: now.severity,
          reason: now.reason,
          told,
          clearSinceS: null,
          lives: [],
          isHidden: false,
        };
    open.set(name, opened);
    ended.delete(name);
    return hold(opened, name, now, leftS, atS);
  }
  return hold(incident, name, now, leftS, atS);
}

/** Nothing that is still as it was has ended: the item of a dead worker that is only asked to stop. */
function clear(
  open: World['open'],
  ended: World['ended'],
  name: string,
  incident: Incident,
  atS: number,
): string | null {
  const isSilent = (life: ItemLife) =>
    ['active', 'stopping'].includes(stateAt(life, atS + 2)) &&
    life.beatsS.length > 0 &&
    lastBeatS(life, atS) <= incident.openedS;
  if (name === 'stale-heartbeat' && incident.lives.some(isSilent)) return null;
  incident.clearSinceS ??= atS;
  if (atS - incident.clearSinceS < 300) return null;
  open.delete(name);
  ended.set(name, { ...incident, clearSinceS: null, endedS: incident.isHidden ? incident.told.atS : atS });
  if (incident.isHidden) return null;
  const told = { ...incident.told, atS, messages: incident.told.messages + 1 };
  ended.set(name, { ...incident, told, clearSinceS: null, endedS: atS });
  return `resolved ${incident.severity}`;
}

function hold(
  incident: Incident,
  name: string,
  now: Holding,
  leftS: number | null,
  atS: number,
): string | null {
  const { told } = incident;
  const hasWorsened = incident.severity === 'warning' && now.severity === 'critical';
  const isNewCause = isQueue(name) && !told.causes.includes(causeOf(now.reason));
  const isOtherCause =
    isQueue(name) && causeOf(now.reason) !== told.causes.at(-1) && now.reason !== 'unknown';
  const quietS = atS - told.atS;
  let change: string | null = null;
  if (told.messages === 0) change = 'opened';
  else if (incident.isHidden)
    change =
      now.severity === 'critical' || (isNewCause && now.reason !== 'unknown') || quietS >= 3_600
        ? 'opened'
        : null;
  else if (hasWorsened) change = 'worsened';
  else if (isOtherCause && (isNewCause || quietS >= QUIET_S) && (leftS === null || leftS > 300))
    change = 'changed';
  else if (leftS === null && hasGrown(incident, name, now, atS)) change = 'grew';
  else if (quietS >= LONGEST_QUIET_S) change = 'reminded';
  if (hasWorsened) incident.severity = 'critical';
  Object.assign(incident, {
    reason: now.reason,
    clearSinceS: null,
    lives: now.items.map(({ life }) => life),
  });
  if (change === null) return null;
  incident.isHidden = false;
  incident.told = {
    atS,
    ageS: atS - now.sinceS,
    causes: isQueue(name)
      ? [...told.causes.filter((cause) => cause !== causeOf(now.reason)), causeOf(now.reason)]
      : told.causes,
    messages: told.messages + 1,
    growths: told.growths + (change === 'grew' ? 1 : 0),
  };
  return `${change} ${change === 'worsened' ? incident.severity : now.severity} ${now.reason}`;
}

function hasGrown({ told }: Incident, name: string, now: Holding, atS: number): boolean {
  const quietS = atS - told.atS;
  const neededS = (doublings: number) => Math.min(QUIET_S * 2 ** doublings, LONGEST_QUIET_S);
  if (isQueue(name))
    return atS - now.sinceS >= 2 * told.ageS && quietS >= neededS(Math.max(0, told.messages - 1));
  if (!isAboutItems(name)) return false;
  const laterS = now.items.map(({ crossedS }) => crossedS - told.atS).filter((sinceS) => sinceS > 0);
  if (laterS.length === 0) return false;
  return (
    (told.growths === 0 && laterS.some((s) => s > 120)) || quietS >= neededS(Math.max(0, told.messages - 2))
  );
}
