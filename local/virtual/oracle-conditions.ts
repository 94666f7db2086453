/** The half of the oracle that says which conditions hold in a run. */
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
export const DEEP_COUNT = 4;

export const ORACLE_SETTINGS = {
  environments: ['env_a'],
  thresholds: {
    'stale-heartbeat': { warning: 150 },
    'long-running': { warning: 1_200, critical: 2_400 },
    'queue-deep': { warning: DEEP_COUNT },
  },
} as const;

/** A condition that holds: how badly, why, since when, and which items are past the lowest level since when. */
export interface Holding {
  readonly severity: 'warning' | 'critical';
  readonly reason: string;
  readonly sinceS: number;
  readonly items: readonly { readonly life: ItemLife; readonly crossedS: number }[];
  /** Until nothing waits; null: it does not get less. */
  readonly leftS?: number | null;
}

/** What of the runs before decides. */
interface Known {
  readonly open: ReadonlyMap<string, { readonly openedS: number; readonly lives: readonly ItemLife[] }>;
  readonly gap: { readonly fromS: number; readonly toS: number } | null;
}

export const lastBeatS = ({ beatsS }: ItemLife, atS: number) =>
  Math.max(...beatsS.filter((beatS) => beatS <= atS + 2));

type Sinces = Record<keyof typeof LEVELS, readonly (readonly [ItemLife, number])[]>;

/** What was before the time without a reading stands still for as long as that lasted. */
function countedIn({ open, gap }: Known, atS: number) {
  const heldLives = [...open.values()].flatMap(({ openedS, lives }) =>
    gap !== null && openedS <= gap.fromS ? lives.slice(0, 20) : [],
  );
  return (life: ItemLife, sinceS: number): number => {
    if (gap === null || heldLives.includes(life)) return sinceS;
    return Math.min(atS, sinceS + Math.max(0, gap.toS - Math.max(gap.fromS, sinceS)));
  };
}

export function judge(
  byAge: readonly ItemLife[],
  atS: number,
  deepRuns: number,
  { open, gap }: Known,
): Map<string, Holding> {
  // States are those of the moment of reading, 2 s after the instant by which ages are reckoned.
  const inState = (state: string) => byAge.filter((life) => stateAt(life, atS + 2) === state);
  const silentBefore = open.get('stale-heartbeat')?.lives.slice(0, 20) ?? [];
  const counted = countedIn({ open, gap }, atS);
  const since: Sinces = {
    'queue-stuck': inState('queued').map((life) => [life, life.createdS]),
    'stale-heartbeat': inState('active').map((life) => [life, lastBeatS(life, atS)]),
    'stuck-starting': inState('starting').map((life) => [life, life.ackedS ?? 0]),
    'stuck-stopping': inState('stopping')
      .filter((life) => !silentBefore.includes(life))
      .map((life) => [life, life.stopAskedS ?? 0]),
    'long-running': inState('active')
      .filter(
        (life) =>
          !silentBefore.includes(life) &&
          atS - counted(life, lastBeatS(life, atS)) < LEVELS['stale-heartbeat'][0],
      )
      .map((life) => [life, life.beatsS[0] ?? 0]),
  };
  const holding = new Map<string, Holding>();
  for (const name of Object.keys(LEVELS) as (keyof typeof LEVELS)[]) {
    const [warning, critical] = LEVELS[name];
    const items = since[name]
      .map(([life, sinceS]) => ({ life, sinceS: name === 'long-running' ? sinceS : counted(life, sinceS) }))
      .filter(({ sinceS }) => atS - sinceS >= warning)
      .map(({ life, sinceS }) => ({ life, sinceS, crossedS: sinceS + warning }))
      .toSorted((a, b) => a.sinceS - b.sinceS);
    const [first] = items;
    if (first === undefined) continue;
    const severity = atS - first.sinceS >= critical ? 'critical' : 'warning';
    holding.set(name, { severity, reason: '-', sinceS: first.sinceS, items });
  }
  const beats = inState('active').map((life) => ({
    silentS: atS - counted(life, lastBeatS(life, atS)),
    runsS: atS - (life.beatsS[0] ?? 0),
  }));
  const stuck = holding.get('queue-stuck');
  if (stuck !== undefined) holding.set('queue-stuck', withReason(stuck, byAge, atS, beats));
  const plain = { reason: '-', sinceS: atS, items: [] };
  const bounced = expectedBounces(byAge, atS);
  if (bounced !== null) holding.set('work-bounced', { ...plain, severity: bounced });
  if (deepRuns >= 5) holding.set('queue-deep', { ...plain, severity: 'warning' });
  return holding;
}

/** Nobody polls in these timelines, and nothing is delivered that is not acked. */
function withReason(
  stuck: Holding,
  byAge: readonly ItemLife[],
  atS: number,
  beats: readonly { readonly silentS: number; readonly runsS: number }[],
): Holding {
  const oldest = byAge.findIndex((life) => stateAt(life, atS + 2) === 'queued');
  const isRecentlyAcked = ({ ackedS }: ItemLife) =>
    ackedS !== null && ackedS <= atS + 2 && ackedS >= atS - 300;
  if (byAge.slice(oldest + 1).some(isRecentlyAcked)) return { ...stuck, reason: 'overtaken' };
  const depth = byAge.filter((life) => stateAt(life, atS + 2) === 'queued').length;
  const leftS = secondsLeft(byAge, atS, depth);
  if (byAge.some(isRecentlyAcked)) return { ...stuck, severity: 'warning', reason: 'slow', leftS };
  const fresh = beats.filter(({ silentS }) => silentS < LEVELS['stale-heartbeat'][0]);
  if (fresh.some(({ runsS }) => runsS < LEVELS['long-running'][0]))
    return { ...stuck, severity: 'warning', reason: 'busy', leftS };
  return { ...stuck, reason: fresh.length > 0 ? 'unknown' : 'no-workers' };
}

function secondsLeft(byAge: readonly ItemLife[], atS: number, depth: number): number | null {
  for (const windowS of [120, 300]) {
    const isIn = (instantS: number | null) =>
      instantS !== null && instantS > atS - windowS && instantS <= atS;
    const taken = byAge.filter(({ ackedS }) => isIn(ackedS)).length;
    const came = byAge.filter(({ createdS }) => isIn(createdS)).length;
    if (taken > came) return Math.round((depth * windowS) / (taken - came));
  }
  return null;
}

/** So long that a reading which is the first does not look back for it. */
export function isLongOver(
  { createdS, ackedS, beatsS, stopAskedS, stoppedS }: ItemLife,
  atS: number,
): boolean {
  if (stoppedS === null || stoppedS > atS + 2) return false;
  const eventsS = [createdS, ackedS ?? 0, ...beatsS, stopAskedS ?? 0, stoppedS];
  return Math.max(...eventsS.filter((eventS) => eventS <= atS + 2)) < atS - 1_200;
}
