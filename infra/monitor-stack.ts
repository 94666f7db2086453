/** One monitor is one stack: it can be deployed, changed and destroyed by itself. */
import { type App, Stack } from 'aws-cdk-lib';
import { STACK_NAME_PREFIX } from '../contract/deployment.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import { WorkQueueMonitor } from './work-queue-monitor.ts';

export function createMonitorStack(app: App, monitor: string, config: MonitorConfig): Stack {
  const stack = new Stack(app, `${STACK_NAME_PREFIX}${monitor}`, {
    description: `Qoder work queue monitor ${monitor}: metrics, alerts, dashboard`,
  });
  new WorkQueueMonitor(stack, 'Monitor', { monitor, ...config }).addOutputs();
  return stack;
}
