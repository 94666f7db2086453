/** The API behind a loopback socket, with one environment for each list that is measured. */
import { type SimulatorServer, serveSimulator } from '../../local/simulator/serve-simulator.ts';
import { createSimulator } from '../../local/simulator/simulator.ts';
import { type ListCase, liveIndices } from './list-case.ts';

export const TOKEN = 'pt-bench';
const START_AT = new Date('2026-11-24T12:00:00Z');
const HOUR_MS = 3_600_000;
/** Instant of the first run: so late that every finished item is settled, so that the live ones alone decide. */
export const FIRST_RUN_AT = new Date(START_AT.getTime() + HOUR_MS);

export interface CasesServer extends SimulatorServer {
  /** How long the API takes to answer, from now on. */
  readonly setLatency: (latencyMs: number) => void;
}

export async function serveCases(cases: readonly ListCase[]): Promise<CasesServer> {
  const simulator = createSimulator({ startAt: START_AT, token: TOKEN });
  for (const listCase of cases) {
    const alive = { state: 'active', latestHeartbeatAt: START_AT, stoppedAt: null } as const;
    simulator.addEnvironment({
      id: listCase.environmentId,
      finishedItemCount: listCase.rowCount,
      revived: new Map(liveIndices(listCase).map((index) => [index, alive])),
    });
  }
  const server = await serveSimulator(simulator, { port: 0 });
  return {
    ...server,
    setLatency: (latencyMs) => {
      simulator.clearFaults();
      if (latencyMs > 0) simulator.addFault({ kind: 'slow', latencyMs });
    },
  };
}
