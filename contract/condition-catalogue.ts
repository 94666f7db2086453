/** Every condition with its label, its meaning in a line, and its default levels. Filled in by hand; everything else is derived in conditions.ts. */

const OFF = { warning: null, critical: null };

/** Conditions of an environment, in the order in which they are told. The levels are defaults. */
export const OF_ENVIRONMENTS = {
  'environment-unreadable': {
    label: 'Unreadable',
    meaning: 'the environment cannot be read',
    unit: 'runs in a row',
    levels: { warning: 3, critical: 10 },
  },
  'queue-stuck': {
    label: 'Queue stuck',
    meaning: 'work waits, and why: see the verdict',
    unit: 'seconds',
    levels: { warning: 300, critical: 900 },
  },
  'stale-heartbeat': {
    label: 'Stale heartbeat',
    meaning: 'an active item sends no heartbeats',
    unit: 'seconds',
    // No default warning: a silence means something only where the beat is known (configured or learned).
    levels: { warning: null, critical: 600 },
  },
  'stuck-starting': {
    label: 'Stuck starting',
    meaning: 'an item was acked and has not started',
    unit: 'seconds',
    levels: { warning: 300, critical: 900 },
  },
  'stuck-stopping': {
    label: 'Stuck stopping',
    meaning: 'an item was asked to stop and has not',
    unit: 'seconds',
    levels: { warning: 300, critical: 1800 },
  },
  'work-bounced': {
    label: 'Work bounced',
    meaning: 'items end right after the ack and never start',
    unit: 'bounces in a row',
    // The warning also holds at a share of the last 30 acks that is well above the usual one.
    levels: { warning: 3, critical: 5 },
  },
  'long-running': {
    label: 'Long running',
    meaning: 'an item is active for too long',
    unit: 'seconds',
    levels: OFF,
  },
  'session-hung': {
    label: 'Session hung',
    meaning: 'a session makes no progress, though its worker beats (with sessions)',
    unit: 'seconds',
    levels: { warning: 600, critical: 1800 },
    isOfSessions: true,
  },
  'slot-leaked': {
    label: 'Slot leaked',
    meaning: 'a session has ended, and its item still holds a worker (with sessions)',
    unit: 'seconds',
    levels: { warning: 600, critical: null },
    isOfSessions: true,
  },
  'waiting-for-a-person': {
    label: 'Waiting for a person',
    meaning: 'a session waits for somebody to allow a tool call (with sessions)',
    unit: 'seconds',
    levels: OFF,
    isOfSessions: true,
  },
  'queue-deep': {
    label: 'Queue deep',
    meaning: 'many items are queued, 5 runs in a row',
    unit: 'items',
    levels: OFF,
  },
  'reading-incomplete': {
    label: 'Read in part',
    meaning: 'its list is too long to be read to its end in one run',
    unit: 'runs in a row',
    levels: { warning: 5, critical: null },
  },
  'rows-not-understood': {
    label: 'Not understood',
    meaning: 'its list has rows, timestamps or states that this version cannot read',
    unit: 'runs in a row',
    levels: { warning: 5, critical: null },
  },
} as const;

/** Conditions of the whole monitor, in the order in which they are told. Their levels are fixed. */
export const OF_MONITOR = {
  'api-unreachable': {
    label: 'API unreachable',
    meaning: 'every environment, or most of them, fail in the same way',
    unit: 'runs in a row',
    levels: { warning: null, critical: 3 },
  },
  'nothing-watched': {
    label: 'Nothing watched',
    meaning: 'all environments are to be watched, and the API lists none',
    unit: 'runs in a row',
    levels: { warning: 1, critical: 15 },
  },
  'environments-not-asked': {
    label: 'Not asked',
    meaning: 'an environment waits for too long until a run has time to read it',
    unit: 'seconds',
    levels: { warning: 300, critical: null },
  },
  'clock-unclear': {
    label: 'Clock unclear',
    meaning: 'the API’s answers tell times that nothing confirms',
    unit: 'runs in a row',
    levels: { warning: 5, critical: null },
  },
  'sessions-forbidden': {
    label: 'Sessions forbidden',
    meaning: 'the token may not read the sessions that it is to look at',
    unit: 'runs in a row',
    levels: { warning: 3, critical: null },
  },
  'state-unreadable': {
    label: 'State unreadable',
    meaning: 'rows of the monitor’s own table cannot be read',
    unit: 'rows',
    levels: { warning: 1, critical: null },
  },
} as const;
