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
  /** Whose tokens they are that fail, where shards have tokens of their own: `0, 2`, or `all`. */
  readonly shards?: string;
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
  /** With whose tokens; null: all have one. */
  readonly shards: readonly number[] | typeof ALL_SHARDS | null;
}

type Common = Omit<CommonFailure, 'shards'>;
const ALL_SHARDS = 'all';

/** The way in which all environments fail, or most of many; of a token's own, most of many are enough. */
export function findCommonFailure(
  errors: ReadErrors,
  byToken: ReadonlyMap<number, ReadErrors> = new Map(),
): CommonFailure | null {
  const ofFleet = findCommon(errors);
  const asked = [...byToken].filter(([, { size }]) => size > 0);
  const alike = asked.flatMap(([shard, each]) => {
    const common = ofFleet === null && each.size < MAJORITY_FROM_COUNT ? null : findCommon(each);
    return common === null ? [] : [{ shard, common }];
  });
  const chosen = ofFleet ?? alike[0]?.common ?? null;
  if (chosen === null) return null;
  const failing = alike.filter(({ common: { failure } }) => failure === chosen.failure);
  const isOfAll =
    failing.length === asked.length ||
    (ofFleet !== null && (!isOfToken(chosen.failure) || failing.length === 0));
  const shards = isOfAll ? ALL_SHARDS : failing.map(({ shard }) => shard).toSorted((a, b) => a - b);
  return {
    ...chosen,
    environmentIds: ofFleet?.environmentIds ?? failing.flatMap(toIds),
    shards: asked.length === 0 ? null : shards,
  };
}

const toIds = ({ common }: { readonly common: Common }): readonly string[] => common.environmentIds;

const isOfToken = (failure: ApiFailure): boolean => failure === '401' || failure === '403';

/** Of tokens with whose they are, so that others which fail later are news. */
const toReason = ({ failure, shards }: CommonFailure): string =>
  shards === null ? failure : `${failure} of ${toShardWords(shards)}`;

const toShardWords = (shards: readonly number[] | typeof ALL_SHARDS): string =>
  shards === ALL_SHARDS ? 'all shards' : `${shards.length === 1 ? 'shard' : 'shards'} ${shards.join(', ')}`;

/** Others whose tokens fail are news; how else the API fails is none. */
function toCause(reason: string | null): string | undefined {
  const [failure, whose] = (reason ?? '').split(' of ');
  if (whose === undefined) return undefined;
  return failure === '401' || failure === '403' ? `${failure} of ${whose}` : 'api';
}

/** Whether an incident of that reason tells of an error which one shard meets. */
export function isToldBy(reason: string | null, error: ReadError, shard: number): boolean {
  const [failure, whose = 'all shards'] = (reason ?? '').split(' of ');
  const isOfShard = whose === 'all shards' || whose.split(/\D+/).includes(String(shard));
  return isOfShard && apiFailureOf(error) === failure;
}

function findCommon(errors: ReadErrors): Common | null {
  const groups = new Map<ApiFailure, Common & { readonly environmentIds: string[] }>();
  for (const [id, error] of errors) {
    if (error === null) continue;
    const failure = apiFailureOf(error) ?? (id === UNDISCOVERED_ID ? 'other' : null);
    if (failure === null) continue;
    const group = groups.get(failure) ?? { failure, environmentIds: [], error };
    group.environmentIds.push(id);
    groups.set(failure, group);
  }
  const isCommon = ({ environmentIds: { length } }: Common) =>
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
    const { failure, environmentIds, error, shards } = common;
    const { status, type, message, requestId } = error;
    const counts = { environmentCount: errors.size, failedCount: environmentIds.length };
    const isOfWhole = shards === null || (shards === ALL_SHARDS && !isOfToken(failure));
    const whose = isOfWhole ? {} : { shards: shards === ALL_SHARDS ? shards : shards.join(', ') };
    const evidence = { status, type, message, requestId, ...counts, ...whose };
    return {
      // What could not be asked meanwhile cannot be read either.
      environmentIds: [...environmentIds, ...waiting.keys()],
      found: { severity, reason: toReason(common), since: failingSince ?? at, items: [], evidence },
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
      say(facts.text('shards'), (shards) =>
        shards === ALL_SHARDS
          ? 'with the token of each shard'
          : `only with the token of ${shards.includes(',') ? 'shards' : 'shard'} ${shards}`,
      ),
      environmentCount === null
        ? null
        : say(
            facts.number('failedCount'),
            (count) => `${count} of ${countOf(environmentCount, 'environment')} failed in the same way`,
          ),
    ];
  },
  causeOf: toCause,
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
function toTokenStep({ tokenCommand, text }: FactsOf<ApiUnreachableEvidence>): string {
  const shards = text('shards');
  if (shards === null || shards === '0') return tokenCommand;
  const { storeTokenCommand } = OUTPUTS;
  if (shards === ALL_SHARDS)
    return `the commands in the outputs ${storeTokenCommand}, ${storeTokenCommand}1, …: each shard has a token of its own`;
  const outputs = shards.split(', ').map((shard) => `${storeTokenCommand}${shard === '0' ? '' : shard}`);
  return outputs.length === 1
    ? `the command in the output ${outputs[0]}`
    : `the commands in the outputs ${outputs.join(', ')}`;
}

function unreadableCount({ number }: FactsOf<ApiUnreachableEvidence>): string {
  const [failedCount, environmentCount] = [number('failedCount'), number('environmentCount')];
  if (failedCount === null || environmentCount === null || failedCount === environmentCount) {
    return 'no environment can be read';
  }
  return `${failedCount} of ${countOf(environmentCount, 'environment')} cannot be read`;
}
