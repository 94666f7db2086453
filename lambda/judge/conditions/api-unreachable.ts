/** It is the API, not an environment, that cannot be read: told once, instead of once for every environment. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import { OUTPUTS } from '../../../contract/deployment.ts';
import { countOf } from '../../model/human-words.ts';
import type { ReadError } from '../../model/reading.ts';
import { severityOf } from '../items-past-threshold.ts';
import { isWithoutToken, type ReadErrorEvidence, readErrorLines, readErrorWords } from '../read-errors.ts';
import { type FactsOf, type MonitorDefinition, only, type ReadErrors, say } from './condition-definition.ts';

type ApiUnreachableEvidence = ReadErrorEvidence & {
  readonly environmentCount: number;
  readonly failedCount: number;
  /** Whose token it is that fails, where shards have tokens of their own. */
  readonly shard?: number;
};

const { levels } = CONDITION_ENTRIES['api-unreachable'];
/** Runs in a row are counted so far. */
export const API_UNREACHABLE_RUNS_COUNT = levels.critical ?? 1;
/** From so many environments on, more than half failing the same way is the API; below, it must be all. */
const MAJORITY_FROM_COUNT = 4;

/** Stands for all environments while none is known. */
export const UNDISCOVERED_ID = 'all';

/**
 * Ways of failing that an API has as a whole. A 404 or a wrong shape is the environment's own, and `other`
 * only where it keeps all environments from being discovered: then nothing is watched, whatever the reason.
 */
export type ApiFailure = 'network' | '429' | '5xx' | '401' | '403' | 'other';

export function apiFailureOf({ status, type }: ReadError): ApiFailure | null {
  if (isWithoutToken(type)) return '401';
  // Our own deadline says nothing of the API.
  if (status === null) return type === 'unexpected_response' || type === 'deadline' ? null : 'network';
  if (status >= 500) return '5xx';
  return status === 429 ? '429' : status === 401 ? '401' : status === 403 ? '403' : null;
}

export interface CommonFailure {
  readonly failure: ApiFailure;
  readonly environmentIds: readonly string[];
  readonly error: ReadError;
  /** Null: most environments of the fleet fail, not only those that are read with one token of several. */
  readonly shard: number | null;
}

/** The way in which all environments fail, or most of many; of a token's own, most of many are enough. */
export function findCommonFailure(
  errors: ReadErrors,
  byToken: ReadonlyMap<number, ReadErrors> = new Map(),
): CommonFailure | null {
  const many = [...byToken].filter(([, { size }]) => size >= MAJORITY_FROM_COUNT);
  const found = [findCommon(errors, null), ...many.map(([shard, each]) => findCommon(each, shard))];
  return found.find((common) => common !== null) ?? null;
}

function findCommon(errors: ReadErrors, shard: number | null): CommonFailure | null {
  const groups = new Map<ApiFailure, CommonFailure & { readonly environmentIds: string[] }>();
  for (const [id, error] of errors) {
    if (error === null) continue;
    const failure = apiFailureOf(error) ?? (id === UNDISCOVERED_ID ? 'other' : null);
    if (failure === null) continue;
    const group = groups.get(failure) ?? { failure, environmentIds: [], error, shard };
    group.environmentIds.push(id);
    groups.set(failure, group);
  }
  const isCommon = ({ environmentIds: { length } }: CommonFailure) =>
    length === errors.size || (errors.size >= MAJORITY_FROM_COUNT && length > errors.size / 2);
  return [...groups.values()].find(isCommon) ?? null;
}

export const apiUnreachable: MonitorDefinition<ApiUnreachableEvidence> = {
  concernsAll: true,
  isOfFleet: true,
  find: ({ errors, byToken, waiting, counters: { failedRunCount, failingSince }, at }) => {
    const common = findCommonFailure(errors, byToken);
    if (common === null) return null;
    const severity = severityOf(failedRunCount, levels);
    // While it fails, too few runs in a row are no sign of recovery.
    if (severity === null) return 'unknown';
    const { failure, environmentIds, error, shard } = common;
    const { status, type, message, requestId } = error;
    const counts = { environmentCount: errors.size, failedCount: environmentIds.length };
    const whose = shard === null ? {} : { shard };
    const evidence = { status, type, message, requestId, ...counts, ...whose };
    return {
      // What could not be asked meanwhile cannot be read either.
      environmentIds: [...environmentIds, ...waiting.keys()],
      found: { severity, reason: failure, since: failingSince ?? at, items: [], evidence },
    };
  },
  words: (facts) => {
    const { problem, why, steps } = readErrorWords(facts);
    return {
      problem: `${unreadableCount(facts)}: ${problem}`,
      why,
      more: 'Until that is solved nothing is known of these environments, and their metrics are not sent. The monitor goes on trying every minute.',
      steps: steps(toTokenStep(facts)),
    };
  },
  evidenceLines: (facts) => {
    const environmentCount = facts.number('environmentCount');
    return [
      ...readErrorLines(facts),
      say(facts.number('shard'), (shard) => `only with the token of shard ${shard}`),
      environmentCount === null
        ? null
        : say(
            facts.number('failedCount'),
            (count) => `${count} of ${countOf(environmentCount, 'environment')} failed in the same way`,
          ),
    ];
  },
  endings: only('the API can be read again'),
  example: {
    status: 401,
    type: 'authentication_error',
    message: 'Invalid API key or token.',
    requestId: 'req_9d2a',
    environmentCount: 4,
    failedCount: 4,
  },
};

/** The first shard tells of all tokens, and knows the secret of its own. */
function toTokenStep({ tokenCommand, number }: FactsOf<ApiUnreachableEvidence>): string {
  const shard = number('shard') ?? 0;
  return shard === 0 ? tokenCommand : `the command in the output ${OUTPUTS.storeTokenCommand}${shard}`;
}

function unreadableCount({ number }: FactsOf<ApiUnreachableEvidence>): string {
  const [failedCount, environmentCount] = [number('failedCount'), number('environmentCount')];
  if (failedCount === null || environmentCount === null || failedCount === environmentCount) {
    return 'no environment can be read';
  }
  return `${failedCount} of ${countOf(environmentCount, 'environment')} cannot be read`;
}
