/** The CDK app: one stack for each monitor of the context. */
import { App } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { InvalidInputError } from '../contract/invalid-input.ts';
import { readMonitors } from './config/read-monitors.ts';
import { createMonitorStack } from './monitor-stack.ts';

// The flags are set here, so that cdk.json holds nothing but monitors. Its own context still wins over them.
const app = new App({ context: CURRENTLY_RECOMMENDED_FLAGS });

try {
  const monitors = readMonitors(app.node.getAllContext());
  for (const [name, config] of monitors) createMonitorStack(app, name, config);
} catch (error) {
  if (!(error instanceof InvalidInputError)) throw error;
  // A person reads this: what to correct, without a stack trace.
  console.error(error.message);
  process.exit(1);
}
