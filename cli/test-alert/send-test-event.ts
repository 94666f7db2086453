/** Puts a test on the event bus of a monitor, where there is one. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Alert } from '../../lambda/model/incident.ts';
import type { RenderContext } from '../../lambda/notify/links.ts';
import { sendEvents } from '../../lambda/notify/send-events.ts';
import { type AwsAccess, toAwsConfig, toAwsFailure } from '../aws-client.ts';
import type { TestResult } from './send-tests.ts';

/** @param alert of an environment that is none of anybody's: a rule that acts for one must not act on a test */
export async function sendTestEvent(
  eventBusName: string,
  alert: Alert,
  context: RenderContext,
  aws: AwsAccess,
): Promise<TestResult> {
  const client = new EventBridgeClient(toAwsConfig(aws));
  try {
    const deps = { client, eventBusName, context, redact: (text: string) => text };
    const { errors } = await sendEvents(deps, [alert], new AbortController().signal);
    const [error] = errors;
    if (error !== undefined) {
      const reason = error instanceof AggregateError ? error.errors[0] : (error as Error).cause;
      const action = `Putting a test on the event bus ${eventBusName}`;
      return { isDone: false, lines: [toAwsFailure(reason ?? error, action).message] };
    }
    return {
      isDone: true,
      lines: [
        `Event bus ${eventBusName}: put a test of ${alert.environmentIds.join()} on it.`,
        'every rule that matches it: should have acted; one for other environments only should not',
      ],
    };
  } finally {
    client.destroy();
  }
}
