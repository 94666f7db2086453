/** The HTTP side of the simulator: its token, its faults, and a record of what it was asked. */
import { createFaultBoard, type FaultBoard } from './faults.ts';
import {
  handleRequest,
  hasToken,
  type SimulatedOutcome,
  type SimulatedRequest,
  toBearer,
} from './handle-request.ts';
import { createIdSequence } from './ids.ts';
import { findSession } from './operate-sessions.ts';
import { createRandom } from './random.ts';
import { createServiceAccounts, type ServiceAccounts } from './service-accounts.ts';
import type { World } from './world.ts';

/** What an HTTP client did. Workers do not go through HTTP and leave no record. */
export interface RequestRecord {
  readonly at: Date;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Whether it bore a token of the API that was valid then. */
  readonly hasToken: boolean;
  /** Null: none. */
  readonly bearer: string | null;
  readonly status: number | 'reset' | 'hang';
}

export interface Api {
  readonly handle: (request: SimulatedRequest) => SimulatedOutcome;
  readonly requests: readonly RequestRecord[];
  readonly forgetRequests: () => void;
  readonly faults: FaultBoard;
  readonly accounts: ServiceAccounts;
  token: string;
}

export function createApi(world: World, token: string): Api {
  const nextId = createIdSequence(createRandom(3));
  const nextTokenId = createIdSequence(createRandom(4));
  const requests: RequestRecord[] = [];
  const api: Api = {
    requests,
    forgetRequests: () => {
      requests.length = 0;
    },
    faults: createFaultBoard(),
    accounts: createServiceAccounts((at) => nextTokenId('', at)),
    token,
    handle: (request) => {
      const at = world.agenda.now();
      const outcome = handleRequest(
        {
          at,
          token: api.token,
          accounts: api.accounts,
          faults: api.faults,
          environments: world.environments,
          findSession: (sessionId) => findSession(world, sessionId),
          nextRequestId: () => toUuid(nextId('', at)),
        },
        request,
      );
      requests.push({
        at,
        method: request.method,
        path: request.path,
        hasToken: hasToken(request, { ...api, at }),
        bearer: toBearer(request),
        status: typeof outcome === 'string' ? outcome : outcome.status,
      });
      return outcome;
    },
  };
  return api;
}

/** @param id an underscore and 32 hex digits */
function toUuid(id: string): string {
  return id.replace(/^_(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
