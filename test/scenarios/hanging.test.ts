/** Environments that do not answer: the others are read in every run. */
import { describe, expect, it } from 'vitest';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

function createFleet(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `env_${index + 1}`);
  const monitor = createVirtualMonitor({ environments: ids });
  for (const id of ids) monitor.simulator.addEnvironment({ id, finishedItemCount: 5 });
  return { ids, monitor };
}

describe('environments that hang', () => {
  it('cost the others nothing, though there are more of them than places', async () => {
    const { ids, monitor } = createFleet(300);
    await monitor.runMinutes(2);
    const hangs = (_: string, index: number) => index % 5 < 2;
    const hanging = ids.filter(hangs);
    for (const environmentId of hanging) monitor.simulator.addFault({ kind: 'hang', environmentId });
    await monitor.runMinutes(6);

    const others = ids.filter((id) => !hanging.includes(id));
    expect(others.filter((id) => monitor.valuesOf('QueueDepth', id).length < 8)).toEqual([]);
    expect(monitor.valuesOf('ScanAge')).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    const told = monitor.alerts.flatMap(({ environmentIds }) => environmentIds);
    expect(new Set(told)).toEqual(new Set(hanging));
  });

  it('are asked again in the same run', async () => {
    const { ids, monitor } = createFleet(3);
    await monitor.runMinutes(2);
    for (const environmentId of ids) monitor.simulator.addFault({ kind: 'hang', environmentId, times: 1 });
    await monitor.runMinutes(1);

    expect(ids.map((id) => monitor.valuesOf('QueueDepth', id))).toEqual(ids.map(() => [0, 0, 0]));
    const [, before, hung] = monitor.logged('run').map(({ requestCount }) => Number(requestCount));
    expect(hung).toBe(Number(before) + ids.length);
  });

  it('in the middle of a list are asked again at once', async () => {
    const { monitor } = createFleet(1);
    monitor.simulator.addWork('env_1', { count: 250 });
    monitor.simulator.addFault({ kind: 'hang', environmentId: 'env_1', fromPage: 2, times: 1 });
    await monitor.runMinutes(1);

    expect(monitor.valuesOf('QueueDepth', 'env_1')).toEqual([250]);
  });
});
