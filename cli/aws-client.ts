/** How the commands talk to AWS, and how they tell what AWS refused. */
import { CommandError } from './command-error.ts';

/** As `aws` and `cdk` name them. */
export const AWS_OPTIONS = {
  region: { type: 'string', value: 'R', help: 'its region (or AWS_REGION, or that of your profile)' },
  profile: { type: 'string', value: 'P', help: 'profile of your AWS configuration (or AWS_PROFILE)' },
} as const;

/** Whose account, and where. What is undefined is found as the AWS CLI finds it. */
export interface AwsAccess {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

// A monitor of this day does not depend on it, and whoever runs a command cannot do anything about it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** A person waits: a call that hangs is told soon. Credentials come from the SDK's own chain. */
export const toAwsConfig = ({ region, profile }: AwsAccess) => ({
  ...(region === undefined ? {} : { region }),
  ...(profile === undefined ? {} : { profile }),
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
});

const LOG_IN =
  'log in to AWS (such as with aws sso login), or name a profile that is, with --profile or AWS_PROFILE';

/** What to do, by what AWS or the SDK says; the first that fits. */
const REMEDIES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [/region is missing/i, 'add --region with the region of the stack, or set AWS_REGION'],
  [/CredentialsProviderError|TokenProviderError|no credentials|sso session/i, LOG_IN],
  [/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature/, LOG_IN],
  [/AccessDenied|AuthorizationError|NotAuthorized/, 'use credentials that have this right'],
  [/kms/i, 'use credentials that may use the customer key'],
  [/Timeout|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE/, 'check the network and --region'],
];

/** @param action what was being done, such as `Reading the stack x` */
export function toAwsFailure(error: unknown, action: string): CommandError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = (message.split('\n')[0] ?? '').replace(/\.\s*$/, '');
  const remedy = REMEDIES.find(([pattern]) => pattern.test(`${name} ${code} ${message}`))?.[1];
  const reason = said === '' ? `${name} ${code}`.trim() : said;
  return new CommandError(`${action} failed: ${reason}; ${remedy ?? 'correct that, and try again'}`, {
    cause: error,
  });
}
