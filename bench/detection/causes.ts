/** What can be wrong with a fleet, and which words about it are right: what a person would call it, not a rule. */

interface CauseEntry {
  /** For the tables. */
  readonly what: string;
  /** Conditions that say what it is, with the reasons that do; any reason where none is listed. */
  readonly right: Readonly<Record<string, readonly string[]>>;
}

const DEAD = { 'stale-heartbeat': [] };
const NOBODY = { 'queue-stuck': ['no-workers'], 'stale-heartbeat': [] };
const BOUNCED = { 'work-bounced': [] };
const POISON = { 'queue-stuck': ['overtaken'] };

/** In the order of the tables. */
export const CAUSES = {
  dead: { what: 'dead worker', right: DEAD },
  'first-dead': { what: 'dead worker, the first of two', right: DEAD },
  'second-dead': { what: 'dead worker, the second, 20 min later', right: DEAD },
  'dead-host': { what: 'dead host, 3 of 6 workers', right: DEAD },
  crash: { what: 'all workers killed while work waits', right: NOBODY },
  absent: { what: 'all workers gone', right: NOBODY },
  'absent-after-poison': { what: 'all workers gone, an hour after a poison item', right: NOBODY },
  poison: { what: 'poison item', right: POISON },
  'poison-before-absence': { what: 'poison item, then all workers gone', right: POISON },
  bounced: { what: 'every dispatcher bounces', right: BOUNCED },
  'partly-bounced': { what: 'one dispatcher of four bounces', right: BOUNCED },
  'quietly-bounced': { what: 'an item every 10 min, all bounce', right: BOUNCED },
  'never-started': { what: 'bad deploy: acked, never started', right: { 'stuck-starting': [] } },
  hung: { what: 'hung session that beats', right: { 'long-running': [], 'session-hung': [] } },
  'hung-seen': { what: 'the same, where sessions are read', right: { 'session-hung': [] } },
  leaked: { what: 'session over, slot kept, where sessions are read', right: { 'slot-leaked': [] } },
  'stop-ignored': { what: 'worker that ignores a stop', right: { 'stuck-stopping': [] } },
  'dead-then-stopped': {
    what: 'dead worker, its item asked to stop 4 min later',
    right: { 'stale-heartbeat': [], 'stuck-stopping': [] },
  },
  saturated: { what: 'more work than the workers manage', right: { 'queue-stuck': ['slow', 'busy'] } },
  outage: { what: 'API outage of 20 min', right: { 'api-unreachable': [] } },
  // Its own alarms are told by CloudWatch: of the fleet there is nothing to say.
  'monitor-down': { what: 'monitor down for 20 min', right: {} },
} as const satisfies Record<string, CauseEntry>;

export type Cause = keyof typeof CAUSES;

/** Causes of a whole fleet, which have a table of their own. */
export const FLEET_CAUSES: ReadonlySet<Cause> = new Set(['outage', 'monitor-down']);

interface Words {
  readonly condition: string;
  readonly reason: string | null;
}

export function isRight(cause: Cause, { condition, reason }: Words): boolean {
  const { right }: CauseEntry = CAUSES[cause];
  const reasons = right[condition];
  return reasons !== undefined && (reasons.length === 0 || (reason !== null && reasons.includes(reason)));
}
