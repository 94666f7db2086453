/** What a run does outside itself, step by step, so that each step can fail, lose its answer or be the last. */
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import { type Store, sortKeyOf, toWrite } from '../../lambda/remember/store.ts';
import type { Timing } from '../../lambda/timing.ts';

/** Something a run does outside itself, such as `save environment#env_a`, `send <message id>` or `GET /…/work`. */
export interface Step {
  readonly name: string;
  /** Within the run, from 0. */
  readonly number: number;
}

/**
 * `refused`: it fails and nothing happens. `answer-lost`: it happens and fails. `hangs`: nothing happens and nothing
 * answers, until every try of the call, or the stage, has had its time. `killed`: the run ends there. `frozen`: the whole run stands still for a while, and then goes on as if nothing had been.
 */
export type StepFault =
  | 'refused'
  | 'answer-lost'
  | 'hangs'
  | 'killed-before'
  | 'killed-after'
  | 'frozen-before'
  | 'frozen-after';

/** Longer than a lease, shorter than two runs. */
const DEFAULT_FROZEN_MS = 90_000;

/** What a call to AWS takes that hangs at each of its tries. */
const HANGING_MS = TIME_BUDGET.awsTriesCount * TIME_BUDGET.awsRequestTimeoutMs;

/** Takes a step: its effect and its answer, or what goes wrong with it. The signal ends a step that hangs. */
export type Take = <T>(name: string, effect: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** The steps of one run. After its death nothing it still does has an effect, and nothing answers it. */
export function createLife(
  faultOf: () => ((step: Step) => StepFault | null) | null,
  { kill, sleep }: { readonly kill: () => void; readonly sleep: Timing['sleep'] },
  frozenMs = DEFAULT_FROZEN_MS,
) {
  const [steps, broken]: [string[], string[]] = [[], []];
  let thawed: Promise<void> = Promise.resolve();
  const { promise: killed, resolve: endKilled } = Promise.withResolvers<null>();
  let isDead = false;
  const never = () => new Promise<never>(() => undefined);
  const die = () => {
    isDead = true;
    kill();
    endKilled(null);
    return never();
  };
  const freeze = () => {
    thawed = sleep(frozenMs);
    return thawed;
  };
  const take: Take = async (name, effect, signal) => {
    await thawed;
    if (isDead) return never();
    const fault = faultOf()?.({ name, number: steps.length }) ?? null;
    steps.push(name);
    if (fault !== null) broken.push(`${name} ${fault}`);
    if (fault === 'killed-before') return die();
    if (fault === 'refused') throw new Error(`${name} was refused`);
    if (fault === 'hangs') {
      await sleep(HANGING_MS, signal);
      throw new Error(`${name} did not answer`);
    }
    if (fault === 'frozen-before') await freeze();
    signal?.throwIfAborted();
    const result = await effect();
    if (fault === 'frozen-after') await freeze();
    await thawed;
    if (isDead) return never();
    if (fault === 'killed-after') return die();
    if (fault === 'answer-lost') throw new Error(`The answer to ${name} was lost`);
    return result;
  };
  return { take, killed, summary: () => ({ steps, broken, wasKilled: isDead }) };
}

export type Life = ReturnType<typeof createLife>;

/** The store, each of whose calls is a step; a save that writes nothing is none. */
export function withSteps(store: Store, take: Take): Store {
  return {
    acquireLease: (request) => take('acquireLease', () => store.acquireLease(request)),
    releaseLease: (request) => take('releaseLease', () => store.releaseLease(request)),
    loadShards: () => take('loadShards', () => store.loadShards()),
    announceShards: (request) => take('announceShards', () => store.announceShards(request)),
    beginLayout: (layout) => take('beginLayout', () => store.beginLayout(layout)),
    load: () => take('load', () => store.load()),
    save: (row) => {
      const write = toWrite(row);
      if (write === 'none') return store.save(row);
      return take(`${write === 'put' ? 'save' : 'remove'} ${sortKeyOf(row)}`, () => store.save(row));
    },
  };
}
