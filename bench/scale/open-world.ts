/** Starts the world of a fleet in a process of its own, so that its work is not counted as the function's. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { putFirst } from './cpu-share.ts';
import type { FleetTask, Happening, Opened, Seen } from './world.ts';

const WORLD_PATH = fileURLToPath(new URL('./world.ts', import.meta.url));

export interface RunningWorld extends Opened {
  /** @returns what the monitor did since the last call */
  readonly tell: (what: Happening | 'see') => Promise<Seen>;
  readonly close: () => Promise<void>;
}

export async function openWorld(task: FleetTask): Promise<RunningWorld> {
  const child = fork(WORLD_PATH, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`The world of the bench ended with exit code ${code}`)));
  });
  ended.catch(() => undefined);
  const share = putFirst(child.pid ?? 0);
  const ask = <Answer>(message: FleetTask | string): Promise<Answer> => {
    const answered = new Promise<Answer>((resolve) => {
      child.once('message', (answer) => resolve(answer as Answer));
    });
    child.send(message);
    return Promise.race([answered, ended]);
  };
  return {
    ...(await ask<Opened>(task)),
    tell: (what) => ask<Seen>(what),
    close: async () => {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
      share.remove();
    },
  };
}
