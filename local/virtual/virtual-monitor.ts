/**
 * A whole monitor in one process: real runs, client and state codecs over a simulated fleet, on virtual
 * time. What goes out is kept, and every step a run takes outside itself can be broken or be its last.
 */

import type { SettingsInput } from '../../contract/settings.ts';
import type { Alert } from '../../lambda/model/incident.ts';
import { PublishError } from '../../lambda/publish/publish-metrics.ts';
import { run } from '../../lambda/run.ts';
import type { RunTiming } from '../../lambda/timing.ts';
import { type Parts, type PublishedMetrics, wire } from '../../lambda/wiring.ts';
import { createRandom, type Random } from '../simulator/random.ts';
import { createSimulator, type Simulator } from '../simulator/simulator.ts';
import { createSimulatorTransport } from '../simulator/simulator-transport.ts';
import { BASE_URL, type LambdaProcess, parseSettings, startProcess } from './lambda-process.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { createOutgoing, type Outgoing } from './outgoing.ts';
import { createLife, type Step, type StepFault, type Take, withSteps } from './run-steps.ts';
import { createVirtualChannels, type VirtualChannels } from './virtual-channels.ts';
import { createVirtualTimings } from './virtual-timing.ts';

const MINUTE_MS = 60_000;
export const START_AT = new Date('2026-11-24T12:00:00Z');
export const TOKEN = 'pt-in-process-0123456789';

export interface RunResult {
  /** What the run threw; null when it succeeded, ended at the lease, or was killed. */
  readonly error: string | null;
  readonly wasKilled: boolean;
  readonly steps: readonly string[];
  /** The steps that went wrong, each with how. */
  readonly broken: readonly string[];
  readonly durationMs: number;
}

/** What differs for one run. */
export interface RunOptions {
  /** It begins so much later. */
  readonly afterMs?: number;
  readonly localSkewMs?: number;
  /** How long a step that freezes lasts. */
  readonly frozenMs?: number;
  readonly faultOf?: (step: Step) => StepFault | null;
  /** Which of several functions it is. @default 0 */
  readonly shard?: number;
  /** Of a function that is not deployed anew yet. @default as many as are deployed */
  readonly shards?: number;
}

export interface VirtualMonitor
  extends Pick<MemoryStore, 'rows' | 'runRow'>,
    Pick<VirtualChannels, 'alerts' | 'told' | 'connectBus'>,
    Outgoing {
  readonly simulator: Simulator;
  /** One run, scheduled for the minute that the virtual clock is in. Several may run at once. */
  readonly run: (options?: RunOptions) => Promise<RunResult>;
  /** So often: time goes on to the next minute, then a run of each shard. @returns the last one's result, or an error */
  readonly runMinutes: (count: number) => Promise<RunResult>;
  /** What goes wrong from now on; null ends it. */
  readonly breakSteps: (faultOf: ((step: Step) => StepFault | null) | null) => void;
  /** @param shard whose own it is. @default all */
  readonly setSecret: (text: string, shard?: number | 'all') => void;
  /** Environments whose metrics CloudWatch refuses from now on. */
  readonly refuseMetricsOf: (environmentIds: readonly string[]) => void;
  /** How far the function's own clock is ahead of the API's. */
  readonly setLocalSkew: (skewMs: number) => void;
  /** Forgets what went out and what was asked: a play of many days must not hold all of it. @returns the alerts */
  readonly forget: () => readonly Alert[];
  /** A new process, in which nothing is kept. A run that is killed takes its process with it. */
  readonly restart: () => void;
  /** A deployment with other settings; what the process kept is gone. */
  readonly deploy: (settings: Partial<SettingsInput>) => void;
}

export function createVirtualMonitor(
  settings: Partial<SettingsInput> = {},
  startAt: Date = START_AT,
  isFleetStill = false,
  random: Random = createRandom(1),
): VirtualMonitor {
  const simulator = createSimulator({ startAt, token: TOKEN, random });
  const timings = createVirtualTimings(simulator, isFleetStill);
  const memory = createMemoryStore(() => deployed.monitor);
  const channels = createVirtualChannels();
  const outgoing = createOutgoing();
  const { published, logLines } = outgoing;
  const world = { skewMs: 0, runCount: 0, refusedIds: [] as readonly string[] };
  const secrets = new Map<number | 'all', string>();
  const secretOf = (shard: number) => secrets.get(shard) ?? secrets.get('all') ?? TOKEN;
  let faultOf: ((step: Step) => StepFault | null) | null = null;
  let deployed = parseSettings(settings);
  /** By shard and number of shards. */
  const idle = new Map<string, LambdaProcess>();

  const toParts = (
    { settings: own, readSecret, exchange }: LambdaProcess,
    timing: RunTiming,
    take: Take,
    skewMs: () => number,
    index: number,
  ): Parts => {
    const share = { index, count: own.shards };
    const transport = createSimulatorTransport(simulator, timing.sleep);
    return {
      settings: own,
      share,
      baseUrl: BASE_URL,
      readSecret,
      exchange,
      transport: (request) => take(`GET ${request.url.pathname}`, () => transport(request)),
      timing,
      localNow: () => new Date(simulator.now().getTime() + skewMs()),
      writeLine: (line) => logLines.push(line),
      store: withSteps(memory.storeOf(share), take),
      publishMetrics: (metrics, signal) =>
        take('OpenIncidents' in metrics.monitor ? 'publish own' : 'publish', () => publish(metrics), signal),
      ...channels.toSenders(take),
    };
  };

  const publish = async (metrics: PublishedMetrics) => {
    const refused = world.refusedIds.filter((id) => metrics.environments.has(id));
    const taken = [...metrics.environments].filter(([id]) => !refused.includes(id));
    published.push({ ...metrics, environments: new Map(taken) });
    if (refused.length > 0) throw new PublishError([new Error('Throttled')], new Set(refused));
  };

  const runOnce = async (options: RunOptions = {}): Promise<RunResult> => {
    const timing = timings.create();
    if (options.afterMs !== undefined) await timing.sleep(options.afterMs);
    const startedAtMs = timing.nowMs();
    const life = createLife(() => options.faultOf ?? faultOf, timing, options.frozenMs);
    const { shard = 0, shards = deployed.shards } = options;
    const key = `${shard}/${shards}`;
    const settings = shards === deployed.shards ? deployed : { ...deployed, shards };
    const process =
      idle.get(key) ?? startProcess(settings, () => secretOf(shard), timings.create(), simulator);
    idle.delete(key);
    process.serve(life.take);
    const skewMs = () => options.localSkewMs ?? world.skewMs;
    const wiring = wire(toParts(process, timing, life.take, skewMs, shard), process.token);
    const scheduledAt = new Date(Math.floor(simulator.now().getTime() / MINUTE_MS) * MINUTE_MS);
    const ended = run(scheduledAt, `run-${++world.runCount}`, wiring).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const error = await Promise.race([ended, life.killed]);
    if (!life.summary().wasKilled && process.settings === deployed) idle.set(key, process);
    return { error, ...life.summary(), durationMs: timing.nowMs() - startedAtMs };
  };

  return {
    simulator,
    rows: memory.rows,
    runRow: memory.runRow,
    run: runOnce,
    runMinutes: async (count) => {
      let result: RunResult | null = null;
      for (let minute = 0; minute < count; minute++) {
        simulator.advance(MINUTE_MS - (simulator.now().getTime() % MINUTE_MS));
        const shards = Array.from({ length: deployed.shards }, (_, shard) => runOnce({ shard }));
        const results = await Promise.all(shards);
        result = results.find(({ error }) => error !== null) ?? results.at(-1) ?? null;
      }
      if (result === null) throw new RangeError(`Cannot run for ${count} minutes: give at least 1`);
      return result;
    },
    alerts: channels.alerts,
    told: channels.told,
    connectBus: channels.connectBus,
    ...outgoing,
    breakSteps: (next) => {
      faultOf = next;
    },
    setSecret: (text, shard = 'all') => {
      secrets.set(shard, text);
    },
    refuseMetricsOf: (environmentIds) => {
      world.refusedIds = environmentIds;
    },
    setLocalSkew: (skewMs) => {
      world.skewMs = skewMs;
    },
    forget: () => {
      published.length = 0;
      logLines.length = 0;
      simulator.forgetRequests();
      return channels.forget();
    },
    deploy: (next) => {
      deployed = parseSettings(next);
      idle.clear();
    },
    restart: () => idle.clear(),
  };
}
