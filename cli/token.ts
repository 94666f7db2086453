/** `qoder-monitor token`: stores the token of a deployed monitor, after trying it on the API. */
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parseBaseUrl } from '../contract/base-url.ts';
import { toCommandLine } from '../contract/commands.ts';
import { parseCredential, toSecretText } from '../contract/credential.ts';
import { DEFAULT_BASE_URL } from '../contract/deployment.ts';
import { createHttpTransport, createKeyExchangeTransport } from '../lambda/read/api/transport.ts';
import { createSockets } from '../lambda/sockets.ts';
import { systemTiming } from '../lambda/timing.ts';
import { readValue } from '../local/arguments.ts';
import { parseWorkspaceId } from './api-options.ts';
import { AWS_OPTIONS, type AwsAccess, toAwsConfig, toAwsFailure } from './aws-client.ts';
import { defineCommand, say } from './define-command.ts';
import { findMonitor, MONITOR_OPTIONS, type WantedMonitor } from './find-monitor.ts';
import { asCredential, readToken } from './token/read-token.ts';
import { parseSecretArn } from './token/secret-arn.ts';
import { tryToken, wordFor } from './token/try-token.ts';

export const tokenCommand = defineCommand({
  name: 'token',
  does: 'Stores the token, or the service account key, that a deployed monitor reads the API with, after trying it.',
  examples: [
    ['', 'asks for the token, without showing it'],
    ['--stack QoderMonitor-default --region eu-west-1 --profile ops'],
    ['--secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:qoder-AbCdEf'],
    ['< token.txt', 'or from a pipe'],
    ['< key.json', 'or a service account key'],
  ],
  options: {
    ...MONITOR_OPTIONS,
    secret: { type: 'string', value: 'ARN', help: 'the secret itself, instead of looking for the monitor' },
    ...AWS_OPTIONS,
    'base-url': {
      type: 'string',
      value: 'URL',
      help: "try the token there\ndefault: the monitor's, or with --secret the international API",
    },
    'workspace-id': {
      type: 'string',
      value: 'ID',
      help: 'sent as the header qoder-workspace-id while trying',
    },
    'skip-check': {
      type: 'boolean',
      help: 'store the token without trying it, for machines that cannot reach the API',
    },
  },
  notes: `A service account key is given as {"serviceAccountKey": "…", "exchangeUrl": "…"}, with the international API
without exchangeUrl. It is exchanged for a token, and only that is sent to the API.

The credentials are those of the AWS CLI. They need secretsmanager:PutSecretValue and, without --secret,
cloudformation:DescribeStacks. Exit codes: 0 stored, 1 nothing stored, 2 wrong command line.`,
  run: async (values) => {
    const urlText = values['base-url'];
    const chosenUrl = urlText === undefined ? null : readValue('--base-url', () => parseBaseUrl(urlText));
    const workspaceId = parseWorkspaceId(values['workspace-id']);
    const target = await findTarget(values);
    const baseUrl = chosenUrl ?? target.baseUrl;

    const credential = await readToken(process.stdin, process.stderr, baseUrl);
    const secretText = toSecretText(credential);
    if (target.found !== null) asCredential(() => parseCredential(secretText, target.baseUrl));
    if (values['skip-check']) say(`The ${wordFor(credential)} was not tried.`);
    else {
      const sockets = createSockets();
      const [transport, exchange] = [createHttpTransport(sockets), createKeyExchangeTransport(sockets)];
      say(
        await tryToken(credential, { baseUrl, workspaceId }, { transport, exchange, timing: systemTiming }),
      );
    }
    await storeToken(secretText, target);
    return say(toNextSteps(target));
  },
});

interface Target {
  readonly secretArn: string;
  readonly baseUrl: URL;
  readonly aws: AwsAccess;
  /** Null: only the secret is known. */
  readonly found: {
    readonly dashboardUrl: string;
    readonly stackName: string;
    readonly monitor: string;
    readonly otherTokenCommands: readonly string[];
  } | null;
}

/** The secret of the monitor, or the one that is named, in the region of its ARN. */
async function findTarget(
  values: WantedMonitor & AwsAccess & { readonly secret?: string | undefined },
): Promise<Target> {
  const { secret, region, profile } = values;
  if (secret !== undefined) {
    const secretArn = parseSecretArn(secret, values);
    const aws = { profile, region: region ?? secretArn.region };
    return { secretArn: secretArn.text, baseUrl: new URL(DEFAULT_BASE_URL), aws, found: null };
  }
  const { outputs, stackName, monitor, otherTokenCommands } = await findMonitor(values, values);
  return {
    secretArn: outputs.TokenSecretArn,
    baseUrl: parseBaseUrl(outputs.BaseUrl),
    aws: { region, profile },
    found: { dashboardUrl: outputs.DashboardUrl, stackName, monitor, otherTokenCommands },
  };
}

async function storeToken(secretText: string, { secretArn, aws }: Target): Promise<void> {
  const client = new SecretsManagerClient(toAwsConfig(aws));
  try {
    await client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString: secretText }));
  } catch (error) {
    throw toAwsFailure(error, `Storing the token in ${secretArn}`);
  } finally {
    client.destroy();
  }
}

function toNextSteps({ secretArn, found, aws: { region, profile } }: Target): string {
  const options = [
    ...(found === null ? [] : ['--stack', found.stackName]),
    ...(region === undefined ? [] : ['--region', region]),
    ...(profile === undefined ? [] : ['--profile', profile]),
  ];
  return `It is stored in ${secretArn}.

Within 5 minutes the monitor uses it; nothing has to be deployed. ${toWhenOk(found?.otherTokenCommands ?? [])}Next, see that alerts arrive:

  ${toCommandLine('test-alert', ...options)}${found === null ? '' : `\n\nDashboard: ${found.dashboardUrl}`}`;
}

const toWhenOk = (otherTokenCommands: readonly string[]): string =>
  otherTokenCommands.length === 0
    ? `Its alarm on missing runs goes back to OK a
minute or two later. `
    : `It is the token of
the first function only. Its alarm on missing runs goes back to OK once the others have theirs, too:

${otherTokenCommands.map((command) => `  ${command}`).join('\n')}

`;
