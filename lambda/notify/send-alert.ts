/** Sends one alert to its topics. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Alert } from '../model/incident.ts';
import type { RenderContext } from './links.ts';
import { toMessage } from './message.ts';
import { toAlertsInput, toChatInput } from './to-publish-input.ts';

export interface SendAlertDeps {
  readonly client: Pick<SNSClient, 'send'>;
  readonly alertsTopicArn: string;
  /** Null: no chat topic is configured. */
  readonly chatTopicArn: string | null;
  readonly context: RenderContext;
  /**
   * Which topics took an alert that another did not. Kept while the function stays warm, so that a chat topic
   * that fails for hours does not mail the same alert every minute.
   */
  readonly takenBy: Map<string, ReadonlySet<string>>;
}

/**
 * All topics are tried. If one of them fails the alert counts as unsent, and is sent again, with the same
 * ids, to those not known to have taken it: at least once.
 * @throws {AggregateError} with what each failed topic said
 */
export async function sendAlert(
  { client, alertsTopicArn, chatTopicArn, context, takenBy }: SendAlertDeps,
  alert: Alert,
  signal: AbortSignal,
): Promise<void> {
  const taken = new Set(takenBy.get(alert.messageId));
  const message = toMessage(alert, context);
  const inputs = [
    toAlertsInput(message, alertsTopicArn),
    ...(chatTopicArn === null ? [] : [toChatInput(message, chatTopicArn)]),
  ].filter(({ TopicArn = '' }) => !taken.has(TopicArn));
  const results = await Promise.allSettled(
    inputs.map(async (input) => {
      await client.send(new PublishCommand(input), { abortSignal: signal });
      taken.add(input.TopicArn ?? '');
    }),
  );
  const errors = results.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (errors.length === 0) {
    takenBy.delete(alert.messageId);
    return;
  }
  if (taken.size > 0) takenBy.set(alert.messageId, taken);
  const reasons = errors.map((error) =>
    error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  );
  throw new AggregateError(errors, `Sending alert ${alert.messageId} failed: ${reasons.join('; ')}`);
}
