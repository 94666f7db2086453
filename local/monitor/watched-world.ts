/** What the local run watches: a simulated fleet in virtual time, or real environments in real time. */
import type { SettingsInput } from '../../contract/settings.ts';
import { createDemoFleet, DEMO_ENVIRONMENTS, DEMO_SETTINGS } from '../simulator/demo-fleet.ts';
import { serveSimulator } from '../simulator/serve-simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { NamedEnvironment } from './read-memory.ts';

/** Of each environment: more than a run still asks about, and ten pages of its list. */
const KEPT_FINISHED_COUNT = 1_000;
const MINUTE_MS = 60_000;

/** Environments of the API, which are only read. */
export interface RealWorld {
  readonly environments: 'all' | readonly string[];
  readonly baseUrl: URL;
  readonly workspaceId?: string | undefined;
  /** What the secret of the monitor holds. */
  readonly secretText: string;
}

export interface WatchedWorld {
  readonly watched: 'all' | readonly string[];
  /** What is known of them before the first run has read their names. */
  readonly environments: readonly NamedEnvironment[];
  /** What it is monitored with besides the defaults. */
  readonly settings: Partial<SettingsInput>;
  readonly baseUrl: string;
  /** What the secret of the monitor holds. */
  readonly secretText: string;
  /** Null: the environments are real, and only read. */
  readonly simulator: Simulator | null;
  readonly now: () => Date;
  /** Lets a minute pass, where time is virtual. */
  readonly nextMinute: () => void;
  readonly close: () => Promise<void>;
}

export const openWorld = async (real: RealWorld | null): Promise<WatchedWorld> =>
  real === null ? openSimulatedWorld() : toRealWorld(real);

function toRealWorld({ environments, baseUrl, workspaceId, secretText }: RealWorld): WatchedWorld {
  return {
    watched: environments,
    environments: environments === 'all' ? [] : environments.map((id) => ({ id, name: null })),
    settings: workspaceId === undefined ? {} : { workspaceId },
    baseUrl: baseUrl.href,
    secretText,
    simulator: null,
    now: () => new Date(),
    nextMinute: () => undefined,
    close: async () => undefined,
  };
}

async function openSimulatedWorld(): Promise<WatchedWorld> {
  const startAt = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const simulator = createDemoFleet({ at: startAt });
  const server = await serveSimulator(simulator, { port: 0 });
  const environments = Object.values(DEMO_ENVIRONMENTS);
  return {
    watched: environments.map(({ id }) => id),
    environments,
    settings: DEMO_SETTINGS,
    baseUrl: server.baseUrl,
    secretText: simulator.token,
    simulator,
    now: simulator.now,
    nextMinute: () => {
      // Of both there is more every minute.
      simulator.forgetRequests();
      simulator.forgetFinished(KEPT_FINISHED_COUNT);
      simulator.advance(MINUTE_MS);
    },
    close: server.close,
  };
}
