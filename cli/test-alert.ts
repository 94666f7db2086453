/** `npm run test-alert`: sends a test through each topic of a deployed monitor and says what should arrive. */
import { environmentIdSchema } from '../contract/environment-id.ts';
import { parseWith } from '../contract/invalid-input.ts';
import { EXIT_CODES, parseArguments, readValue } from '../local/arguments.ts';
import { findMonitor } from './find-monitor.ts';
import { requireStack, runCommand, STACK_OPTIONS } from './run-command.ts';
import { flipAlarm } from './test-alert/flip-alarm.ts';
import { sendTests } from './test-alert/send-tests.ts';
import { TEST_ENVIRONMENT_ID, toTestAlert } from './test-alert/to-test-alert.ts';

const USAGE = `Sends a test alert through each topic of a deployed monitor, and sets its alarm on missing runs
to ALARM for a moment. Then it says what should have arrived where.

Examples
  npm run test-alert -- --stack QoderMonitor-default
  npm run test-alert -- --stack QoderMonitor-default --environment env_a    passes the filter of env_a's team

Options
  --stack NAME         the stack of the monitor
  --region R           its region (or AWS_REGION, or that of your AWS profile)
  --environment ID     the alert is about this environment; default ${TEST_ENVIRONMENT_ID}, which is none of yours
  --help

The credentials are those of the AWS CLI. They need cloudformation:DescribeStacks, sns:Publish,
sns:ListSubscriptionsByTopic, sns:GetSubscriptionAttributes, cloudwatch:DescribeAlarms and
cloudwatch:SetAlarmState. Exit codes: 0 everything was sent, 1 something was not, 2 wrong command line.`;

const ADVICE = `If something has not arrived:
  - Look in the spam folder: mails come from no-reply@sns.amazonaws.com.
  - "NOT CONFIRMED" above: the mail with the link expires after two days; subscribe the address again then.
  - A filter above: send with --environment and an id that it lets pass.
  - Nothing in the chat: the topic chat must be named in the channel's configuration of Amazon Q Developer.
  - The test of the topic health arrived and "ALARM: …" did not: the policy of an existing topic, or of a
    customer key, must let CloudWatch publish. The stack's outputs print the statements.`;

const OPTIONS = { ...STACK_OPTIONS, environment: { type: 'string' } } as const;

async function main(): Promise<number> {
  const values = parseArguments(process.argv.slice(2), OPTIONS);
  if (values === 'help') {
    console.log(USAGE);
    return EXIT_CODES.done;
  }
  const { environment = TEST_ENVIRONMENT_ID } = values;
  const environmentId = readValue('--environment', () =>
    parseWith(environmentIdSchema, environment, '--environment'),
  );
  const monitor = await findMonitor(requireStack(values.stack), values.region);
  const alert = toTestAlert(environmentId, new Date());

  const results = [
    ...(await sendTests(monitor, alert, values.region)),
    await flipAlarm(monitor.outputs.DeadManAlarmName, values.region),
  ];

  for (const { lines } of results) console.log(lines.join('\n  '));
  console.log(`\n${ADVICE}`);
  return results.every(({ isDone }) => isDone) ? EXIT_CODES.done : EXIT_CODES.failed;
}

await runCommand('test-alert', main);
