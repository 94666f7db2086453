/** The first lines of `start`: where to look, and what is real in it. */

import { toCommandLine } from '../../contract/commands.ts';
import type { WatchedWorld } from '../../local/monitor/watched-world.ts';
import { RECOVERY_AFTER_MINUTES } from '../../local/simulator/demo-fleet.ts';
import type { StartArguments } from './start-arguments.ts';

export function introduce(
  { real, runCount }: Pick<StartArguments, 'real' | 'runCount'>,
  { baseUrl, simulator }: Pick<WatchedWorld, 'baseUrl' | 'simulator'>,
  pageUrl: string | null,
): string {
  const watched =
    real !== null
      ? `Real: ${real.environments === 'all' ? 'every self_hosted environment' : real.environments.join(', ')} at ${baseUrl}, read-only.`
      : `Simulated: a fleet of five environments and its workers, and the API (${baseUrl}). People come to the
rescue after ${RECOVERY_AFTER_MINUTES} virtual minutes. To read a real environment instead:
  QODER_PAT=... ${toCommandLine('start', '--environment env_x')}${simulator === null ? '' : toTokenLine(simulator.token, runCount)}`;
  const page = pageUrl === null ? '' : `Page: ${pageUrl} (only this machine can open it)\n\n`;
  return `${page}${watched}
Simulated: CloudWatch, SNS, DynamoDB and Secrets Manager, on loopback. Not simulated: the monitor, which is
the bundle that is deployed (dist/lambda/index.mjs) in a process of its own. Ctrl-C ends it.
`;
}

/** The token of the simulated API is no secret: with it the commands of messages run as they are written. */
function toTokenLine(token: string, runCount: number | null): string {
  const during = runCount === null ? 'while this runs' : 'while `npm start` runs without an end';
  return `
Commands in alerts run as written in another terminal, ${during}, after
  export QODER_PAT=${token}`;
}
