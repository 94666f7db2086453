/** The ARN of a secret from a command line: it names the region too. */
import { UsageError } from '../../local/arguments.ts';
import type { WantedMonitor } from '../find-monitor.ts';

export interface SecretArn {
  readonly text: string;
  readonly region: string;
}

/** @throws {UsageError} for what is no ARN of a secret, or beside options that name another */
export function parseSecretArn(text: string, { stack, monitor }: WantedMonitor): SecretArn {
  if (stack !== undefined || monitor !== undefined) {
    throw new UsageError('--secret names the secret itself: leave out --stack and --monitor');
  }
  const match = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:\S+$/.exec(text);
  if (match?.[1] === undefined) {
    throw new UsageError(
      `--secret is ${JSON.stringify(text)}: write its ARN, such as arn:aws:secretsmanager:eu-west-1:123456789012:secret:qoder-AbCdEf`,
    );
  }
  return { text, region: match[1] };
}
