/** The first lines of `npm start`: where to look, and what is real in it. */

import { RECOVERY_AFTER_MINUTES, type WatchedWorld } from '../../local/monitor/world.ts';
import type { StartArguments } from './start-arguments.ts';

export function introduce(
  { real }: Pick<StartArguments, 'real'>,
  { baseUrl }: Pick<WatchedWorld, 'baseUrl'>,
  pageUrl: string | null,
): string {
  const watched =
    real === null
      ? `Simulated: a fleet of five environments and its workers, and the API (${baseUrl}). People come to the
rescue after ${RECOVERY_AFTER_MINUTES} virtual minutes. To read a real environment instead:
  QODER_PAT=... npm start -- --environment env_x`
      : `Real: ${real.environments.join(', ')} at ${baseUrl}, read-only.`;
  const page = pageUrl === null ? '' : `Page: ${pageUrl} (only this machine can open it)\n\n`;
  return `${page}${watched}
Simulated: CloudWatch, SNS, DynamoDB and Secrets Manager, on loopback. Not simulated: the monitor, which is
the bundle that is deployed (dist/lambda/index.mjs) in a process of its own. Ctrl-C ends it.
`;
}
