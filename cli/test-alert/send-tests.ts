/** Sends a test through each topic of a monitor. One that fails does not keep the others from being tried. */
import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { VERSION } from '../../contract/version.ts';
import type { Alert } from '../../lambda/model/incident.ts';
import type { RenderContext } from '../../lambda/notify/links.ts';
import { toMessage } from '../../lambda/notify/message.ts';
import { toAlertsInput, toChatInput } from '../../lambda/notify/to-publish-input.ts';
import { type AwsAccess, toAwsConfig, toAwsFailure } from '../aws-client.ts';
import type { DeployedMonitor } from '../find-monitor.ts';
import { describeSubscriptions } from './subscriptions.ts';

/** What became of one part of the test, to be printed. */
export interface TestResult {
  readonly isDone: boolean;
  /** The first says what was done, the others what should be seen. */
  readonly lines: readonly string[];
}

export async function sendTests(
  monitor: DeployedMonitor,
  alert: Alert,
  aws: AwsAccess,
): Promise<TestResult[]> {
  const client = new SNSClient(toAwsConfig(aws));
  try {
    const results: TestResult[] = [];
    for (const [name, input] of toInputs(monitor, alert)) results.push(await sendTest(client, name, input));
    return results;
  } finally {
    client.destroy();
  }
}

/** What a test says besides its facts. */
export const toTestContext = ({ monitor, outputs }: DeployedMonitor): RenderContext => ({
  monitor,
  sessionUrl: null,
  runbookUrl: outputs.RunbookUrl,
  dashboardUrl: outputs.DashboardUrl,
  tokenSecretId: outputs.TokenSecretArn,
  baseUrl: outputs.BaseUrl,
  version: VERSION,
});

function toInputs(
  deployed: DeployedMonitor,
  alert: Alert,
): readonly (readonly [name: string, input: PublishCommandInput])[] {
  const { monitor, outputs } = deployed;
  const { AlertsTopicArn, HealthTopicArn, ChatTopicArn } = outputs;
  const message = toMessage(alert, toTestContext(deployed));
  return [
    ['alerts', toAlertsInput(message, AlertsTopicArn)],
    ...(ChatTopicArn === undefined
      ? []
      : ([['chat', toChatInput(message, ChatTopicArn)]] satisfies [string, PublishCommandInput][])),
    ['health', toHealthInput(monitor, alert, HealthTopicArn)],
  ];
}

/** Alarms send neither attributes nor a text for each protocol, and so does their test. */
function toHealthInput(monitor: string, { messageId }: Alert, TopicArn: string): PublishCommandInput {
  return {
    TopicArn,
    Subject: `TEST: alarms of the Qoder monitor ${monitor}`.slice(0, 99),
    Message: `This is a test of the topic for alarms on the monitor ${monitor} itself: nothing is wrong.\n\nMessage: ${messageId}\n`,
  };
}

async function sendTest(client: SNSClient, name: string, input: PublishCommandInput): Promise<TestResult> {
  try {
    await client.send(new PublishCommand(input));
  } catch (error) {
    const { message } = toAwsFailure(error, `Sending to the topic ${name} (${input.TopicArn})`);
    return { isDone: false, lines: [message] };
  }
  const what = input.Subject === undefined ? 'a test card' : `"${input.Subject}"`;
  const listeners = await describeSubscriptions(client, input.TopicArn ?? '');
  return { isDone: true, lines: [`Topic ${name}: sent ${what}.`, ...listeners] };
}
