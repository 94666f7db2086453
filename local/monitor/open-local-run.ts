/** The monitor on this machine, run after run: the world it watches, stand-ins for AWS, the function, the page. */
import { VARIABLES } from '../../contract/deployment.ts';
import type { SettingsInput } from '../../contract/settings.ts';
import { startFunction } from '../function/start-function.ts';
import { openPage, type Page } from '../page/open-page.ts';
import { RECOVERY_AFTER_MINUTES, scheduleRecovery } from '../simulator/demo-fleet.ts';
import { type StandIns, startStandIns } from '../stand-ins/start-stand-ins.ts';
import type { Pace } from './pace.ts';
import { createMemoryReader } from './read-memory.ts';
import { type RunOutcome, type RunParts, runMonitor } from './run-monitor.ts';
import { openWorld, type RealWorld, type WatchedWorld } from './watched-world.ts';

export interface LocalRunOptions {
  /** Null: the simulated fleet. */
  readonly real: RealWorld | null;
  /** Whether the sessions of late items are read too. */
  readonly hasSessions: boolean;
  readonly pace: Pace;
  /** Null: no page. */
  readonly page: { readonly port: number | null } | null;
}

export interface LocalRun {
  readonly world: WatchedWorld;
  /** Null: there is none. */
  readonly pageUrl: string | null;
  readonly runNext: () => Promise<RunOutcome>;
  /** Of the function's process. */
  readonly readFunctionMemory: () => Promise<NodeJS.MemoryUsage>;
  readonly close: () => Promise<void>;
}

export async function openLocalRun({ real, hasSessions, pace, page }: LocalRunOptions): Promise<LocalRun> {
  /** What to close at the end, the last opened first. */
  const openThings: { readonly close: () => Promise<void> }[] = [];
  const keep = <Thing extends (typeof openThings)[number]>(thing: Thing): Thing => {
    openThings.unshift(thing);
    return thing;
  };
  const close = async () => {
    for (const thing of openThings.splice(0)) await thing.close();
  };
  try {
    const world = keep(await openWorld(real));
    const standIns = keep(await startStandIns({ secretText: world.secretText, now: world.now }));
    const settings = toSettings(world, hasSessions);
    const monitor = keep(await startFunction(settings, toVariables(world, standIns)));
    const memory = keep(createMemoryReader(standIns, settings.monitor, world.environments));
    const shown = page && keep(await openPage({ world, standIns, settings, pace, ...page }));
    if (world.simulator !== null) scheduleRecovery(world.simulator, RECOVERY_AFTER_MINUTES, shown?.say);
    return {
      world,
      pageUrl: shown?.url ?? null,
      runNext: toRuns(world, { monitor, standIns, memory }, pace, shown),
      readFunctionMemory: monitor.readMemory,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each run is a minute after the one before, where time is virtual. */
function toRuns(world: WatchedWorld, parts: RunParts, pace: Pace, page: Page | null): LocalRun['runNext'] {
  let number = 0;
  return async () => {
    if (number > 0) world.nextMinute();
    number += 1;
    page?.showBegun(number);
    const outcome = await runMonitor(parts, {
      number,
      at: world.now(),
      speed: world.simulator === null ? null : 60 / pace.everySeconds(),
    });
    page?.showRun(outcome);
    return outcome;
  };
}

const toSettings = ({ watched, settings }: WatchedWorld, hasSessions: boolean): SettingsInput => ({
  schemaVersion: 1,
  monitor: 'local',
  environments: watched === 'all' ? watched : [...watched],
  metrics: 'full',
  sessions: hasSessions,
  ...settings,
});

const toVariables = (world: WatchedWorld, standIns: StandIns) => ({
  ...standIns.env,
  [VARIABLES.baseUrl]: world.baseUrl,
  [VARIABLES.tokenSecretId]: standIns.secretId,
  [VARIABLES.tableName]: standIns.tableName,
  [VARIABLES.alertsTopicArn]: standIns.alertsTopicArn,
  [VARIABLES.chatTopicArn]: standIns.chatTopicArn,
});
