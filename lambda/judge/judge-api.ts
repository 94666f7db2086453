/**
 * Whether it is the API, not an environment, that cannot be reached: then one incident of the monitor says
 * so, instead of one for every environment.
 */

import { DEFAULT_THRESHOLDS } from '../../contract/conditions.ts';
import type { MuteWindow } from '../../contract/mute.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { Finding } from '../model/incident.ts';
import type { ReadError } from '../model/reading.ts';
import { reconcile } from './reconcile.ts';
import { waitInOutbox } from './wait-in-outbox.ts';

/** Runs in a row after which it is told. */
export const API_UNREACHABLE_RUNS_COUNT = 3;
/** From so many environments on, more than half failing the same way is the API; below, it must be all. */
const MAJORITY_FROM_COUNT = 4;

/**
 * Ways of failing that an API has as a whole. A 404 or a wrong shape is the environment's own, and `other`
 * only where it keeps all environments from being discovered: then nothing is watched, whatever the reason.
 */
export type ApiFailure = 'network' | '429' | '5xx' | '401' | '403' | 'other';

/** Stands for all environments while none is known. */
export const UNDISCOVERED_ID = 'all';

export function apiFailureOf({ status, type }: ReadError): ApiFailure | null {
  if (status === null) return type === 'unexpected_response' ? null : 'network';
  if (status >= 500) return '5xx';
  return status === 429 ? '429' : status === 401 ? '401' : status === 403 ? '403' : null;
}

/** The error of each environment's reading in this run; null where it was read whole or goes on. Or that of the discovery. */
export type ReadErrors = ReadonlyMap<string, ReadError | null>;

export interface ApiJudgement {
  readonly state: EnvironmentState;
  /** Environments whose failure the open incident tells: they keep quiet about it themselves. */
  readonly quietIds: ReadonlySet<string>;
}

export function judgeApi(
  monitor: string,
  errors: ReadErrors,
  before: EnvironmentState,
  at: Date,
  mute: readonly MuteWindow[] = [],
): ApiJudgement {
  const common = findCommonFailure(errors);
  const failedRunCount =
    common === null ? 0 : Math.min(before.failedRunCount + 1, API_UNREACHABLE_RUNS_COUNT);
  const failingSince = common === null ? null : (before.failingSince ?? at);
  const findings =
    common !== null && failedRunCount >= API_UNREACHABLE_RUNS_COUNT
      ? [toFinding(common, errors.size, failingSince ?? at)]
      : [];
  const subject = {
    id: monitor,
    environmentIds: (common?.environmentIds ?? [...errors.keys()]).filter((id) => id !== UNDISCOVERED_ID),
    environmentName: null,
    thresholds: DEFAULT_THRESHOLDS,
    // What concerns some environments says nothing of what concerns all of them.
    mute: mute.filter(({ environments }) => environments === undefined),
  };
  const { incidents, alerts } = reconcile(
    before.incidents,
    findings,
    // While it fails, fewer than three runs in a row are no sign of recovery.
    { completeness: common === null ? 'complete' : 'failed', items: [], malformedCount: 0 },
    subject,
    at,
  );
  const isOpen = incidents.length > 0;
  return {
    state: {
      ...before,
      failedRunCount,
      failingSince,
      incidents,
      outbox: waitInOutbox(before.outbox, alerts),
    },
    quietIds: new Set(isOpen ? failingLike(incidents[0]?.reason ?? null, errors) : []),
  };
}

interface CommonFailure {
  readonly failure: ApiFailure;
  readonly environmentIds: readonly string[];
  readonly error: ReadError;
}

function findCommonFailure(errors: ReadErrors): CommonFailure | null {
  const groups = new Map<ApiFailure, CommonFailure>();
  for (const [id, error] of errors) {
    if (error === null) continue;
    const failure = apiFailureOf(error) ?? (id === UNDISCOVERED_ID ? 'other' : null);
    if (failure === null) continue;
    const group = groups.get(failure) ?? { failure, environmentIds: [], error };
    groups.set(failure, { ...group, environmentIds: [...group.environmentIds, id] });
  }
  const isCommon = ({ environmentIds: { length } }: CommonFailure) =>
    length === errors.size || (errors.size >= MAJORITY_FROM_COUNT && length > errors.size / 2);
  return [...groups.values()].find(isCommon) ?? null;
}

function failingLike(reason: string | null, errors: ReadErrors): string[] {
  return [...errors].flatMap(([id, error]) => (error !== null && apiFailureOf(error) === reason ? [id] : []));
}

function toFinding(
  { failure, environmentIds, error }: CommonFailure,
  environmentCount: number,
  since: Date,
): Finding {
  const { status, type, message, requestId } = error;
  return {
    condition: 'api-unreachable',
    severity: 'critical',
    reason: failure,
    since,
    items: [],
    evidence: { status, type, message, requestId, environmentCount, failedCount: environmentIds.length },
  };
}
