/** The functions of a fleet, each in a process with the processor and the memory that Lambda would give it. */
import { readFileSync } from 'node:fs';
import { type RunEvent, VARIABLES } from '../../contract/deployment.ts';
import type { SettingsInput } from '../../contract/settings.ts';
import { type LocalFunction, startFunction } from '../../local/function/start-function.ts';
import { giveShare } from './cpu-share.ts';
import type { Opened } from './world.ts';

export interface MeasuredFunctions {
  /** All at once, as their schedules do. */
  readonly invokeAll: (
    event: RunEvent,
  ) => Promise<readonly { readonly wallSeconds: number; readonly hasSucceeded: boolean }[]>;
  /** Of processor time, of all so far. */
  readonly cpuSeconds: () => number;
  /** Most that one of them held, Node itself included. */
  readonly peakMemoryMb: () => number;
  readonly close: () => Promise<void>;
}

export async function startFunctions(
  { shards, memoryMb }: { readonly shards: number; readonly memoryMb: number },
  { env, environmentIds }: Opened,
): Promise<MeasuredFunctions> {
  const settings: SettingsInput = {
    schemaVersion: 1,
    monitor: 'bench',
    environments: [...environmentIds],
    shards,
    tokenPerShard: shards > 1,
  };
  const functions = await Promise.all(
    Array.from({ length: shards }, (_, shard) =>
      startFunction(settings, { ...env, [VARIABLES.shard]: String(shard) }),
    ),
  );
  const shares = functions.map(({ pid }) => giveShare(pid, memoryMb));
  return {
    invokeAll: (event) => Promise.all(functions.map((each) => invoke(each, event))),
    cpuSeconds: () => shares.reduce((sum, share) => sum + share.cpuSeconds(), 0),
    peakMemoryMb: () => Math.max(...functions.map(({ pid }) => peakOf(pid))),
    close: async () => {
      await Promise.all(functions.map((each) => each.close()));
      for (const share of shares) share.remove();
    },
  };
}

async function invoke(each: LocalFunction, event: RunEvent) {
  const startedMs = performance.now();
  const { error } = await each.invoke(event);
  return { wallSeconds: (performance.now() - startedMs) / 1000, hasSucceeded: error === null };
}

function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
