/** Counts what a function that stays warm keeps of its runs. Run by warm-function.test.ts, in a process of its own. */
import { queryObjects } from 'node:v8';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

/** What a list, a map, a listener or something that is waited for is made of. */
const KINDS = { Object, Promise, Map, Set, Array, Function, AbortSignal, Date, Error };

function countKept(): Record<string, number> {
  return Object.fromEntries(
    Object.entries(KINDS).map(([name, kind]) => [name, queryObjects(kind, { format: 'count' })]),
  );
}

/** Work that is done, work that nobody does, and an environment that is gone. */
function stage(): VirtualMonitor {
  const monitor = createVirtualMonitor({ environments: ['env_well', 'env_stuck', 'env_gone'] });
  const { simulator } = monitor;
  for (const id of ['env_well', 'env_stuck']) simulator.addEnvironment({ id, finishedItemCount: 50 });
  simulator.addWorker('env_well', { behaviour: 'works', workSeconds: { min: 10, max: 20 } });
  simulator.setArrivals('env_well', { kind: 'every', seconds: 40 });
  simulator.addWork('env_stuck', { count: 5 });
  return monitor;
}

/** Now and then the API fails, and what is asked is asked again. */
async function play(monitor: VirtualMonitor, minutes: number): Promise<void> {
  const { simulator } = monitor;
  for (let minute = 0; minute < minutes; minute++) {
    if (minute % 7 === 0) simulator.addFault({ kind: 'status', status: 503, times: 2 });
    const { error } = await monitor.runMinutes(1);
    if (error !== null) throw new Error(`Run ${minute + 1} failed: ${error}`);
    monitor.forget();
    simulator.forgetFinished(20);
  }
}

const monitor = stage();
// Until then what it remembers in its table fills up.
await play(monitor, 40);
const before = countKept();
await play(monitor, 60);
const after = countKept();
console.log(JSON.stringify({ before, after }));
