/** Builders of what the page knows. */
import { FIRST_CHOICES, type PageState } from '../../../../local/page/browser/page-state.ts';
import type {
  AlertView,
  EnvironmentView,
  IncidentMessage,
  IncidentView,
  NowView,
  RunView,
} from '../../../../local/page/page-model.ts';

export const FIRST_RUN_SECONDS = Date.parse('2026-11-24T12:00:00Z') / 1000;
export const secondsOf = (minute: number) => FIRST_RUN_SECONDS + minute * 60;
/** Within the minute, as the monitor decides it. */
export const instantOf = (minute: number) => new Date((secondsOf(minute) + 5) * 1000).toISOString();

export const anEnvironment = (changes: Partial<EnvironmentView> = {}): EnvironmentView => ({
  id: 'env_a',
  name: 'nightly',
  levels: {},
  norms: [],
  pickupSeconds: null,
  unsentMetrics: [],
  sessions: null,
  ...changes,
});

/** @param verdicts by environment; none was published where there is none */
export const aRun = (minute: number, verdicts: Readonly<Record<string, number>> = { env_a: 0 }): RunView => ({
  number: minute + 1,
  atSeconds: secondsOf(minute),
  environments: Object.fromEntries(
    Object.entries(verdicts).map(([id, code]) => [id, { QueueVerdict: code }]),
  ),
  monitor: {},
  unread: {},
  error: null,
});

export function anIncident(
  messages: readonly (Partial<IncidentMessage> & { readonly minute: number })[],
  changes: Partial<IncidentView> = {},
): IncidentView {
  const told = messages.map(({ minute, ...message }) => ({
    id: `m-${minute}`,
    change: 'opened' as const,
    severity: 'warning' as const,
    reason: null,
    itemCount: 1,
    at: instantOf(minute),
    ...message,
  }));
  const last = told.at(-1);
  return {
    id: 'env_a.queue-stuck.1',
    environmentIds: ['env_a'],
    condition: 'queue-stuck',
    severity: last?.severity ?? 'warning',
    reason: last?.reason ?? null,
    itemCount: last?.itemCount ?? 0,
    openedAt: told[0]?.at ?? '',
    endedAt: last?.change === 'resolved' ? last.at : null,
    messages: told,
    ...changes,
  };
}

export const anAlert = (minute: number, changes: Partial<AlertView> = {}): AlertView => ({
  messageId: `m-${minute}`,
  incidentId: 'env_a.queue-stuck.1',
  environmentIds: ['env_a'],
  condition: 'queue-stuck',
  severity: 'warning',
  change: 'opened',
  at: instantOf(minute),
  subject: 'WARNING: nightly',
  mail: '',
  sms: '',
  json: '{}',
  card: null,
  ...changes,
});

export interface StateParts extends Partial<Omit<PageState, 'now' | 'choices'>> {
  readonly environments?: readonly EnvironmentView[];
  readonly incidents?: readonly IncidentView[];
  readonly choices?: Partial<PageState['choices']>;
}

export function aPageState({ environments, incidents, choices, ...parts }: StateParts = {}): PageState {
  const now: NowView = {
    source: 'http://127.0.0.1',
    isSimulated: true,
    at: instantOf(0),
    begunRunNumber: null,
    environments: environments ?? [anEnvironment()],
    incidents: incidents ?? [],
    fleet: null,
    actions: [],
  };
  return {
    now,
    runs: [],
    alerts: [],
    isConnected: true,
    missing: [],
    ...parts,
    choices: { ...FIRST_CHOICES, environmentId: 'env_a', ...choices },
  };
}
