/** What the local run watches: a simulated fleet in virtual time, or real environments in real time. */
import { createDemoFleet, DEMO_ENVIRONMENTS, scheduleRecovery } from '../simulator/demo-fleet.ts';
import { serveSimulator } from '../simulator/serve-simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';

/** When people come to the rescue of the simulated fleet. */
export const RECOVERY_AFTER_MINUTES = 8;
const MINUTE_MS = 60_000;

/** Environments of the API, which are only read. */
export interface RealWorld {
  readonly environments: readonly string[];
  readonly baseUrl: URL;
  readonly token: string;
}

export interface WatchedWorld {
  readonly environments: readonly { readonly id: string; readonly name: string | null }[];
  readonly baseUrl: string;
  readonly token: string;
  /** Null: the environments are real, and only read. */
  readonly simulator: Simulator | null;
  readonly now: () => Date;
  /** Lets a minute pass, where time is virtual. */
  readonly nextMinute: () => void;
  readonly close: () => Promise<void>;
}

export async function openWorld(real: RealWorld | null): Promise<WatchedWorld> {
  if (real !== null) {
    return {
      environments: real.environments.map((id) => ({ id, name: null })),
      baseUrl: real.baseUrl.href,
      token: real.token,
      simulator: null,
      now: () => new Date(),
      nextMinute: () => undefined,
      close: async () => undefined,
    };
  }
  const startAt = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const simulator = createDemoFleet({ at: startAt });
  scheduleRecovery(simulator, RECOVERY_AFTER_MINUTES);
  const server = await serveSimulator(simulator, { port: 0 });
  return {
    environments: Object.values(DEMO_ENVIRONMENTS),
    baseUrl: server.baseUrl,
    token: simulator.token,
    simulator,
    now: simulator.now,
    nextMinute: () => simulator.advance(MINUTE_MS),
    close: server.close,
  };
}
