/** The list of conditions: everything that is derived from them goes through here. */
import type { Condition, EnvironmentCondition, MonitorCondition } from '../../../contract/conditions.ts';
import { apiUnreachable } from './api-unreachable.ts';
import { clockUnclear } from './clock-unclear.ts';
import type { AnyCondition, AnyEnvironmentCondition, AnyMonitorCondition } from './condition-definition.ts';
import { environmentUnreadable } from './environment-unreadable.ts';
import { environmentsNotAsked } from './environments-not-asked.ts';
import { longRunning } from './long-running.ts';
import { nothingWatched } from './nothing-watched.ts';
import { queueDeep } from './queue-deep.ts';
import { queueStuck } from './queue-stuck.ts';
import { readingIncomplete } from './reading-incomplete.ts';
import { rowsNotUnderstood } from './rows-not-understood.ts';
import { sessionHung } from './session-hung.ts';
import { sessionsForbidden } from './sessions-forbidden.ts';
import { slotLeaked } from './slot-leaked.ts';
import { staleHeartbeat } from './stale-heartbeat.ts';
import { stateUnreadable } from './state-unreadable.ts';
import { stuckStarting } from './stuck-starting.ts';
import { stuckStopping } from './stuck-stopping.ts';
import { waitingForAPerson } from './waiting-for-a-person.ts';
import { workBounced } from './work-bounced.ts';

/** Of an environment. */
export const ENVIRONMENT_DEFINITIONS = {
  'environment-unreadable': environmentUnreadable,
  'queue-stuck': queueStuck,
  'stale-heartbeat': staleHeartbeat,
  'stuck-starting': stuckStarting,
  'stuck-stopping': stuckStopping,
  'work-bounced': workBounced,
  'long-running': longRunning,
  'session-hung': sessionHung,
  'slot-leaked': slotLeaked,
  'waiting-for-a-person': waitingForAPerson,
  'queue-deep': queueDeep,
  'reading-incomplete': readingIncomplete,
  'rows-not-understood': rowsNotUnderstood,
} satisfies Record<EnvironmentCondition, AnyEnvironmentCondition>;

/** Of the whole monitor. */
export const MONITOR_DEFINITIONS = {
  'api-unreachable': apiUnreachable,
  'nothing-watched': nothingWatched,
  'environments-not-asked': environmentsNotAsked,
  'clock-unclear': clockUnclear,
  'sessions-forbidden': sessionsForbidden,
  'state-unreadable': stateUnreadable,
} satisfies Record<MonitorCondition, AnyMonitorCondition>;

type Definitions = typeof ENVIRONMENT_DEFINITIONS & typeof MONITOR_DEFINITIONS;

/** What is behind a finding of the condition, by name. */
export type EvidenceOf<C extends Condition> = Definitions[C]['example'];

export const DEFINITIONS: Readonly<Record<Condition, AnyCondition>> = {
  ...ENVIRONMENT_DEFINITIONS,
  ...MONITOR_DEFINITIONS,
};
