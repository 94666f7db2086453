/**
 * Counts what runs ask of the services: real runs over a simulated fleet, on virtual time, whose rows are in a
 * DynamoDB stand-in that tells the request units of each call by DynamoDB's own rules.
 */

import { parseWith } from '../../contract/invalid-input.ts';
import type { MetricsChoice } from '../../contract/metric-definition.ts';
import { settingsSchema } from '../../contract/settings.ts';
import { WHOLE } from '../../lambda/model/share.ts';
import { toBatches } from '../../lambda/publish/metric-batches.ts';
import { toMetricGroups } from '../../lambda/publish/metric-data.ts';
import { createStore } from '../../lambda/remember/store.ts';
import { run } from '../../lambda/run.ts';
import { type RunTiming, systemTiming } from '../../lambda/timing.ts';
import { type Parts, wire } from '../../lambda/wiring.ts';
import { createSimulator, type Simulator } from '../../local/simulator/simulator.ts';
import {
  createSimulatorExchange,
  createSimulatorTransport,
} from '../../local/simulator/simulator-transport.ts';
import { type CallCounts, NO_CALLS, perRun } from './call-counts.ts';
import { type MeteredTable, startMeteredTable } from './metered-table.ts';

/** A part of the play, of which an hour is counted. */
export interface Phase {
  readonly intervalMinutes: number;
  readonly metrics: MetricsChoice;
  /** Without workers and new work an incident is open in each environment. */
  readonly isStuck: boolean;
}

const START_AT = new Date('2026-11-24T12:00:00Z');
const TOKEN = 'pt-cost-0123456789';
const MINUTE_MS = 60_000;
/** Until first walks are done, what is finished is settled, and what is normal is learned: a deployed monitor is past that. */
const WARM_UP_MINUTES = 120;
/** Until what waits is stuck, and critical. */
const STUCK_AFTER_MINUTES = 20;
const COUNTED_MINUTES = 60;

type Meter = { -readonly [Name in keyof CallCounts]: number };

/** @returns for each phase the mean of a run of its counted hour */
export async function countCalls(environmentCount: number, phases: readonly Phase[]): Promise<CallCounts[]> {
  const simulator = createBusyFleet(environmentCount);
  const table = await startMeteredTable();
  try {
    const counted: CallCounts[] = [];
    for (const phase of phases) {
      if (phase.isStuck) stopWork(simulator);
      const warmUpMinutes = phase.isStuck ? STUCK_AFTER_MINUTES : counted.length === 0 ? WARM_UP_MINUTES : 0;
      counted.push(await countPhase(phase, warmUpMinutes, simulator, table));
    }
    return counted;
  } finally {
    await table.close();
  }
}

async function countPhase(
  phase: Phase,
  warmUpMinutes: number,
  simulator: Simulator,
  table: MeteredTable,
): Promise<CallCounts> {
  const { intervalMinutes } = phase;
  const meter: Meter = { ...NO_CALLS };
  const wiring = wire(toParts(simulator, table, meter, phase));
  const runFor = async (minutes: number) => {
    const runCount = Math.floor(minutes / intervalMinutes);
    for (let count = 0; count < runCount; count++) {
      simulator.advance(intervalMinutes * MINUTE_MS - (simulator.now().getTime() % MINUTE_MS));
      const scheduledAt = new Date(Math.floor(simulator.now().getTime() / MINUTE_MS) * MINUTE_MS);
      await run(scheduledAt, `run-${simulator.now().getTime()}`, wiring);
    }
    return runCount;
  };
  await runFor(warmUpMinutes);
  Object.assign(meter, NO_CALLS);
  table.reset();
  const requestsBefore = simulator.requests.length;
  const runCount = await runFor(Math.max(COUNTED_MINUTES, intervalMinutes));
  const apiRequests = simulator.requests.length - requestsBefore;
  return perRun({ ...meter, ...table.units(), apiRequests }, runCount);
}

/** A few items wait, and nobody comes for them. */
function stopWork(simulator: Simulator): void {
  simulator.stopAllWorkers();
  for (const id of simulator.environmentIds()) {
    simulator.setArrivals(id, null);
    simulator.addWork(id, { count: 3 });
  }
}

/** Queues in which work comes and goes all the time: an idle one costs less. */
function createBusyFleet(environmentCount: number): Simulator {
  const simulator = createSimulator({ startAt: START_AT, token: TOKEN });
  for (let number = 1; number <= environmentCount; number++) {
    const id = `env_${String(number).padStart(32, '0')}`;
    simulator.addEnvironment({ id, finishedItemCount: 10_000 });
    simulator.setArrivals(id, { kind: 'every', seconds: 45 });
    for (const name of ['one', 'two', 'three']) {
      simulator.addWorker(id, { behaviour: 'works', name: `${id}-${name}` });
    }
  }
  return simulator;
}

const MONITOR = 'default';

/** With a meter where a service would be. */
function toParts(
  simulator: Simulator,
  { client, tableName }: MeteredTable,
  meter: Meter,
  { metrics }: Phase,
): Parts {
  const input = { schemaVersion: 1, monitor: MONITOR, environments: simulator.environmentIds(), metrics };
  const timing: RunTiming = {
    nowMs: () => simulator.now().getTime(),
    sleep: async (durationMs) => simulator.advance(Math.ceil(durationMs)),
    signalAfter: systemTiming.signalAfter,
    random: () => 0.5,
  };
  return {
    settings: parseWith(settingsSchema, input, 'settings'),
    share: WHOLE,
    baseUrl: new URL('https://api.qoder.com/api/v1/cloud'),
    transport: createSimulatorTransport(simulator, timing.sleep),
    exchange: createSimulatorExchange(simulator, timing.sleep),
    timing,
    store: createStore({ client, tableName, monitor: MONITOR }),
    localNow: simulator.now,
    readSecret: async () => {
      meter.secretReads++;
      return TOKEN;
    },
    writeLine: (line) => {
      meter.logBytes += Buffer.byteLength(line);
    },
    publishMetrics: async ({ monitor: monitorMetrics, scheduledAt, environments }) => {
      const groups = toMetricGroups({ monitor: MONITOR, metrics, scheduledAt, environments, monitorMetrics });
      meter.putMetricData += toBatches(groups).length;
    },
    // A fleet in which nothing is stuck tells nobody anything; alerts are an assumption of the cost.
    sendAlert: async () => undefined,
    sendEvents: null,
  };
}
