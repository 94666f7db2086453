/** `npm run token`: stores the personal access token of a deployed monitor, after trying it on the API. */
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parseBaseUrl } from '../contract/base-url.ts';
import { createHttpTransport } from '../lambda/read/api/transport.ts';
import { createSockets } from '../lambda/sockets.ts';
import { systemTiming } from '../lambda/timing.ts';
import { EXIT_CODES, parseArguments, readValue } from '../local/arguments.ts';
import { toAwsConfig, toAwsFailure } from './aws-client.ts';
import { type DeployedMonitor, findMonitor } from './find-monitor.ts';
import { requireStack, runCommand, STACK_OPTIONS } from './run-command.ts';
import { readToken } from './token/read-token.ts';
import { tryToken } from './token/try-token.ts';

const USAGE = `Stores the personal access token that a deployed monitor reads the API with.

Examples
  npm run token -- --stack QoderMonitor-default          asks for the token, without showing it
  pass show qoder | npm run token -- --stack QoderMonitor-default
  npm run token -- --stack QoderMonitor-default --region eu-west-1

Options
  --stack NAME        the stack of the monitor
  --region R          its region (or AWS_REGION, or that of your AWS profile)
  --base-url URL      try the token there, instead of at the base URL of the stack
  --skip-check        store the token without trying it, for machines that cannot reach the API
  --help

The credentials are those of the AWS CLI. They need cloudformation:DescribeStacks and
secretsmanager:PutSecretValue. Exit codes: 0 stored, 1 nothing stored, 2 wrong command line.`;

const OPTIONS = {
  ...STACK_OPTIONS,
  'base-url': { type: 'string' },
  'skip-check': { type: 'boolean' },
} as const;

async function main(): Promise<number> {
  const values = parseArguments(process.argv.slice(2), OPTIONS);
  if (values === 'help') return say(USAGE);
  const urlText = values['base-url'];
  const chosenUrl = urlText === undefined ? null : readValue('--base-url', () => parseBaseUrl(urlText));
  const monitor = await findMonitor(requireStack(values.stack), values.region);
  const baseUrl = chosenUrl ?? parseBaseUrl(monitor.outputs.BaseUrl);

  const token = await readToken(process.stdin, process.stderr);
  say(
    values['skip-check']
      ? 'The token was not tried.'
      : await tryToken(token, baseUrl, {
          transport: createHttpTransport(createSockets()),
          timing: systemTiming,
        }),
  );
  await storeToken(token, monitor, values.region);
  return say(`It is stored in ${monitor.outputs.TokenSecretArn}.

Within 5 minutes the monitor uses it; nothing has to be deployed. Its alarm on missing runs goes back to OK a
minute or two later. Next, see that alerts arrive:

  npm run test-alert -- --stack ${monitor.stackName}

Dashboard: ${monitor.outputs.DashboardUrl}`);
}

async function storeToken(
  token: string,
  { outputs: { TokenSecretArn: SecretId } }: DeployedMonitor,
  region: string | undefined,
): Promise<void> {
  const client = new SecretsManagerClient(toAwsConfig(region));
  try {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: token }));
  } catch (error) {
    throw toAwsFailure(error, `Storing the token in ${SecretId}`);
  } finally {
    client.destroy();
  }
}

function say(message: string): number {
  console.log(message);
  return EXIT_CODES.done;
}

await runCommand('token', main);
