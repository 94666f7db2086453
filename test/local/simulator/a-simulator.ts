/** Builders of the simulator's tests: one instant, one environment, and a way to ask. */
import { onTestFinished } from 'vitest';
import type { SimulatedRequest, SimulatedResponse } from '../../../local/simulator/handle-request.ts';
import { API_PREFIX } from '../../../local/simulator/route.ts';
import { serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../../local/simulator/simulator.ts';

export const START_AT = new Date('2026-07-01T08:15:01.250Z');
export const ENVIRONMENT = 'env_test';
/** A well-formed id of no item, before all that are created. */
export const UNKNOWN_WORK = 'work_00000000000070008000000000000000';

/** A simulator with the environment env_test. */
export function aSimulator(options: Partial<SimulatorOptions> = {}): Simulator {
  const simulator = createSimulator({ startAt: START_AT, ...options });
  simulator.addEnvironment({ id: ENVIRONMENT, name: 'test' });
  return simulator;
}

export interface Ask extends Partial<Pick<SimulatedRequest, 'headers' | 'body'>> {
  /** Given null, none is sent. */
  readonly token?: string | null;
}

/** Asks without a socket. @param call method and path below the prefix, such as `GET /environments` */
export function ask(simulator: Simulator, call: string, options: Ask = {}): SimulatedResponse {
  const outcome = simulator.handle({ ...toRequest(simulator, call, options), body: options.body ?? '' });
  if (typeof outcome === 'string') throw new Error(`${call} ended in ${outcome} instead of an answer`);
  return outcome;
}

/** A page of the work list, asked for without a socket. */
export function listWork(simulator: Simulator, query = ''): { data: { id: string; state: string }[] } & Page {
  return JSON.parse(ask(simulator, `GET /environments/${ENVIRONMENT}/work${query}`).body);
}

export interface Page {
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
  readonly next_page: string | null;
}

/** The work stats of env_test. */
export function statsOf(simulator: Simulator): Record<string, unknown> {
  return JSON.parse(ask(simulator, `GET /environments/${ENVIRONMENT}/work/stats`).body);
}

/** State and true cause of every live item of env_test, oldest first. */
export function livesOf(simulator: Simulator): string[] {
  return simulator
    .truth(ENVIRONMENT)
    .filter((item) => item.state !== 'stopped')
    .map(({ state, cause }) => `${state}: ${cause}`);
}

/** The body, believed to be of the type the test compares it with. */
export async function bodyOf<Body = Record<string, unknown>>(response: Promise<Response>): Promise<Body> {
  return JSON.parse(await (await response).text());
}

/** Serves the simulator until the test ends. @returns asks over a real socket */
export async function serve(simulator: Simulator) {
  const server = await serveSimulator(simulator, { port: 0 });
  onTestFinished(() => server.close());
  return (call: string, options: Ask & { signal?: AbortSignal } = {}) => {
    const { method, path, headers } = toRequest(simulator, call, options);
    const url = server.baseUrl + path.slice(API_PREFIX.length);
    const body = options.body === undefined ? {} : { body: options.body };
    return fetch(url, { method, headers, ...body, signal: options.signal ?? null });
  };
}

function toRequest(simulator: Simulator, call: string, { headers = {}, token = simulator.token }: Ask) {
  const [method = '', path = ''] = call.split(' ');
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { method, path: API_PREFIX + path, headers: { ...authorization, ...Object.fromEntries(given) } };
}
