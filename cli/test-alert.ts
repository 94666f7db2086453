/** `qoder-monitor test-alert`: sends a test through each topic of a deployed monitor and says what should arrive. */
import { environmentIdSchema } from '../contract/environment-id.ts';
import { parseWith } from '../contract/invalid-input.ts';
import { EXIT_CODES, readValue } from '../local/arguments.ts';
import { AWS_OPTIONS } from './aws-client.ts';
import { defineCommand, say } from './define-command.ts';
import { findMonitor, MONITOR_OPTIONS } from './find-monitor.ts';
import { flipAlarm } from './test-alert/flip-alarm.ts';
import { sendTestEvent } from './test-alert/send-test-event.ts';
import { sendTests, toTestContext } from './test-alert/send-tests.ts';
import { TEST_ENVIRONMENT_ID, toTestAlert } from './test-alert/to-test-alert.ts';

const ADVICE = `If something has not arrived:
  - Look in the spam folder: mails come from no-reply@sns.amazonaws.com.
  - "NOT CONFIRMED" above: the mail with the link expires after two days; subscribe the address again then.
  - A filter above: send with --environment and an id that it lets pass.
  - The event is always about env_test, so that no rule acts for an environment of yours: look at the metric
    MatchedEvents of the rule, and at its pattern.
  - Nothing in the chat: the topic chat must be named in the channel's configuration of Amazon Q Developer.
  - The test of the topic health arrived and "ALARM: …" did not: the policy of an existing topic, or of a
    customer key, must let CloudWatch publish. The stack's outputs print the statements.`;

export const testAlertCommand = defineCommand({
  name: 'test-alert',
  does: `Sends a test alert through each topic of a deployed monitor, puts one on its event bus, and sets its alarm on
missing runs to ALARM for a moment. Then it says what should have arrived where.`,
  examples: [
    [''],
    ['--stack QoderMonitor-default --region eu-west-1 --profile ops'],
    ['--environment env_a', "passes the filter of env_a's team"],
  ],
  options: {
    ...MONITOR_OPTIONS,
    ...AWS_OPTIONS,
    environment: {
      type: 'string',
      value: 'ID',
      help: `the alert is about this environment\ndefault ${TEST_ENVIRONMENT_ID}, which is none of yours`,
    },
  },
  notes: `The credentials are those of the AWS CLI. They need cloudformation:DescribeStacks, sns:Publish,
sns:ListSubscriptionsByTopic, sns:GetSubscriptionAttributes, events:PutEvents, cloudwatch:DescribeAlarms and
cloudwatch:SetAlarmState. Exit codes: 0 everything was sent, 1 something was not, 2 wrong command line.`,
  run: async (values) => {
    const { environment = TEST_ENVIRONMENT_ID } = values;
    const environmentId = readValue('--environment', () =>
      parseWith(environmentIdSchema, environment, '--environment'),
    );
    const monitor = await findMonitor(values, values);
    const now = new Date();
    const alert = toTestAlert(environmentId, now);
    const { EventBusName: busName } = monitor.outputs;

    const results = [
      ...(await sendTests(monitor, alert, values)),
      ...(busName === undefined
        ? []
        : [
            await sendTestEvent(
              busName,
              toTestAlert(TEST_ENVIRONMENT_ID, now),
              toTestContext(monitor),
              values,
            ),
          ]),
      await flipAlarm(monitor.outputs.DeadManAlarmName, values),
    ];

    for (const { lines } of results) say(lines.join('\n  '));
    say(`\n${ADVICE}`);
    return results.every(({ isDone }) => isDone) ? EXIT_CODES.done : EXIT_CODES.failed;
  },
});
