/** What a run does outside itself, step by step, so that each step can fail, lose its answer or be the last. */
import { type Store, sortKeyOf, toWrite } from '../../lambda/remember/store.ts';

/** Something a run does outside itself, such as `save environment#env_a`, `send <message id>` or `GET /…/work`. */
export interface Step {
  readonly name: string;
  /** Within the run, from 0. */
  readonly number: number;
}

/** `refused`: it fails and nothing happens. `answer-lost`: it happens and fails. `killed`: the run ends there. */
export type StepFault = 'refused' | 'answer-lost' | 'killed-before' | 'killed-after';

/** Takes a step: its effect and its answer, or what goes wrong with it. */
export type Take = <T>(name: string, effect: () => Promise<T>) => Promise<T>;

/** The steps of one run. After its death nothing it still does has an effect, and nothing answers it. */
export function createLife(faultOf: () => ((step: Step) => StepFault | null) | null, onKill: () => void) {
  const steps: string[] = [];
  const { promise: killed, resolve: endKilled } = Promise.withResolvers<null>();
  let isDead = false;
  const never = () => new Promise<never>(() => undefined);
  const die = () => {
    isDead = true;
    onKill();
    endKilled(null);
    return never();
  };
  const take: Take = async (name, effect) => {
    if (isDead) return never();
    const fault = faultOf()?.({ name, number: steps.length }) ?? null;
    steps.push(name);
    if (fault === 'killed-before') return die();
    if (fault === 'refused') throw new Error(`${name} was refused`);
    const result = await effect();
    if (isDead) return never();
    if (fault === 'killed-after') return die();
    if (fault === 'answer-lost') throw new Error(`The answer to ${name} was lost`);
    return result;
  };
  return { take, killed, summary: () => ({ steps, wasKilled: isDead }) };
}

export type Life = ReturnType<typeof createLife>;

/** The store, each of whose calls is a step; a save that writes nothing is none. */
export function withSteps(store: Store, take: Take): Store {
  return {
    acquireLease: (request) => take('acquireLease', () => store.acquireLease(request)),
    releaseLease: (request) => take('releaseLease', () => store.releaseLease(request)),
    load: () => take('load', () => store.load()),
    save: (row) => {
      const write = toWrite(row);
      if (write === 'none') return store.save(row);
      return take(`${write === 'put' ? 'save' : 'remove'} ${sortKeyOf(row)}`, () => store.save(row));
    },
  };
}
