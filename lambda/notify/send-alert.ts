/** Sends one alert to its topics. */

import { PublishCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns';
import type { Alert } from '../model/incident.ts';
import type { Redact } from '../redact.ts';
import { describeError } from '../run-errors.ts';
import type { RenderContext } from './links.ts';
import { type Message, toMessage } from './message.ts';
import { toPlainAlertsInput, toPlainChatInput } from './plain-message.ts';
import { redactAlert, redactInput } from './redact-message.ts';
import { isRefusedForGood, UndeliverableError } from './refused-for-good.ts';
import { toAlertsInput, toChatInput } from './to-publish-input.ts';

export interface SendAlertDeps {
  readonly client: Pick<SNSClient, 'send'>;
  readonly alertsTopicArn: string;
  /** Null: no chat topic is configured. */
  readonly chatTopicArn: string | null;
  readonly context: RenderContext;
  readonly redact: Redact;
  /**
   * Which topics took an alert that another did not. Kept while the function stays warm, so that a chat topic
   * that fails for hours does not mail the same alert every minute.
   */
  readonly takenBy: Map<string, ReadonlySet<string>>;
}

/**
 * Newer words replace an alert that waits, and what is known of it is then asked for no more. Each environment tries
 * one that waits in a run: so many are far more than wait at once, and a few megabytes.
 */
export const MOST_TAKEN_COUNT = 10_000;

interface Topic {
  readonly arn: string;
  readonly toInput: (message: Message, arn: string) => PublishCommandInput;
  readonly toPlainInput: typeof toPlainAlertsInput;
}

type Publish = (input: PublishCommandInput) => Promise<unknown>;

/**
 * All topics are tried. If one of them fails the alert counts as unsent, and is sent again, with the same
 * ids, to those not known to have taken it: at least once.
 * @returns why a plain message went out in place of the alert; null when it went out as it is
 * @throws {UndeliverableError} when no topic that is left will ever take it
 * @throws {AggregateError} with what each failed topic said
 */
export async function sendAlert(
  { client, alertsTopicArn, chatTopicArn, context, redact, takenBy }: SendAlertDeps,
  alert: Alert,
  signal: AbortSignal,
): Promise<Error | null> {
  const taken = new Set(takenBy.get(alert.messageId));
  const topics = toTopics(alertsTopicArn, chatTopicArn).filter(({ arn }) => !taken.has(arn));
  const publish: Publish = (input) =>
    client.send(new PublishCommand(redactInput(input, redact)), { abortSignal: signal });
  const results = await Promise.allSettled(
    topics.map(async (topic) => {
      const refusal = await publishInWords(redactAlert(alert, redact), topic, context, publish);
      taken.add(topic.arn);
      return refusal;
    }),
  );
  const errors = results.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (errors.length === 0) {
    takenBy.delete(alert.messageId);
    const refusals = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return toReplacement(alert, refusals);
  }
  if (taken.size > 0) rememberTaken(takenBy, alert.messageId, taken);
  const message = `Sending alert ${alert.messageId} failed: ${errors.map(describeError).join('; ')}`;
  throw errors.every(isRefusedForGood)
    ? new UndeliverableError(errors, message)
    : new AggregateError(errors, message);
}

/** Who was tried least lately is forgotten first: it waits no more. */
function rememberTaken(
  takenBy: SendAlertDeps['takenBy'],
  messageId: string,
  taken: ReadonlySet<string>,
): void {
  takenBy.delete(messageId);
  takenBy.set(messageId, taken);
  const [oldestId = ''] = takenBy.keys();
  if (takenBy.size > MOST_TAKEN_COUNT) takenBy.delete(oldestId);
}

function toTopics(alertsTopicArn: string, chatTopicArn: string | null): readonly Topic[] {
  const alerts = { arn: alertsTopicArn, toInput: toAlertsInput, toPlainInput: toPlainAlertsInput };
  if (chatTopicArn === null) return [alerts];
  return [alerts, { arn: chatTopicArn, toInput: toChatInput, toPlainInput: toPlainChatInput }];
}

/** In its own words, or else in plain ones. @returns why plain ones were needed */
async function publishInWords(
  alert: Alert,
  { arn, toInput, toPlainInput }: Topic,
  context: RenderContext,
  publish: Publish,
): Promise<Error | null> {
  const input = unlessThrown(() => toInput(toMessage(alert, context), arn));
  const refusal = input instanceof Error ? input : await findRefusal(publish(input));
  if (refusal !== null) await publish(toPlainInput(alert, refusal, context, arn));
  return refusal;
}

/** What cannot be put into words, such as an alert of another version's, never will be by this one. */
function unlessThrown(render: () => PublishCommandInput): PublishCommandInput | Error {
  try {
    return render();
  } catch (error) {
    return new Error('The alert could not be put into words', { cause: error });
  }
}

async function findRefusal(publishing: Promise<unknown>): Promise<Error | null> {
  try {
    await publishing;
    return null;
  } catch (error) {
    if (error instanceof Error && isRefusedForGood(error)) return error;
    throw error;
  }
}

function toReplacement({ messageId }: Alert, refusals: readonly (Error | null)[]): Error | null {
  const errors = refusals.filter((refusal) => refusal !== null);
  if (errors.length === 0) return null;
  const message = `Alert ${messageId} was refused, and a plain message sent in its place`;
  return new AggregateError(errors, message);
}
