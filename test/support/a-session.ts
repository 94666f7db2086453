/** Sessions and their events with boring defaults, as they are read and as the API writes them. */
import type {
  AskedSession,
  KnownSession,
  Session,
  SessionEvent,
  SessionReading,
} from '../../lambda/model/session.ts';
import type { WorkItem } from '../../lambda/model/work-item.ts';
import { AT, ago, aWorkItem } from './a-work-item.ts';

export const ASKED: AskedSession = { environmentId: 'env_a', itemId: 'work_1', sessionId: 'sess_1' };

/** Started an hour ago, and beating. */
export const aHeldItem = (overrides: Partial<WorkItem> = {}): WorkItem =>
  aWorkItem({
    id: 'work_1',
    sessionId: 'sess_1',
    state: 'active',
    createdAt: ago(3_700),
    acknowledgedAt: ago(3_650),
    startedAt: ago(3_600),
    latestHeartbeatAt: ago(10),
    ...overrides,
  });

export const aSession = (overrides: Partial<Session> = {}): Session => ({
  id: 'sess_1',
  environmentId: 'env_a',
  status: 'running',
  updatedAt: ago(5),
  totalCredits: 2.5,
  ...overrides,
});

export function anEvent(
  kind: SessionEvent['kind'],
  secondsAgo: number | null,
  overrides: Partial<SessionEvent> = {},
): SessionEvent {
  return {
    kind,
    id: null,
    at: secondsAgo === null ? null : ago(secondsAgo),
    aboutId: null,
    toolName: null,
    needsPermission: false,
    isAllowed: kind === 'confirmation' ? true : null,
    isError: false,
    stopReason: null,
    pendingIds: [],
    ...overrides,
  };
}

/** Of a tool of the worker. */
export const aCall = (secondsAgo: number | null, overrides: Partial<SessionEvent> = {}): SessionEvent =>
  anEvent('tool-call', secondsAgo, { id: 'evt_call', toolName: 'bash', ...overrides });

export const aResult = (secondsAgo: number | null, aboutId = 'evt_call'): SessionEvent =>
  anEvent('tool-result', secondsAgo, { aboutId });

export const aSessionReading = (
  events: readonly SessionEvent[] = [],
  session: Partial<Session> = {},
): SessionReading => ({ ...ASKED, outcome: 'read', session: aSession(session), events, isWhole: true });

/** Of a session that could not be read, or is not known. */
export const anUnreadSession = (outcome: 'failed' | 'gone'): SessionReading => ({
  ...ASKED,
  outcome,
  session: null,
  events: [],
  isWhole: false,
});

export const aKnownSession = (overrides: Partial<KnownSession> = {}): KnownSession => ({
  itemId: 'work_1',
  cause: 'tool-unanswered',
  since: ago(700),
  seenAt: AT,
  toolName: 'bash',
  callCount: 1,
  eventId: 'evt_1',
  totalCredits: 2.5,
  ...overrides,
});
