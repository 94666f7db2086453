/** Who listens to a topic, and what may keep a message from them. */
import {
  GetSubscriptionAttributesCommand,
  paginateListSubscriptionsByTopic,
  type SNSClient,
  type Subscription,
} from '@aws-sdk/client-sns';
import { toAwsFailure } from '../aws-client.ts';

/** What stands for the ARN of a subscription until it is confirmed. Source: SNS, ListSubscriptionsByTopic. */
const PENDING = 'PendingConfirmation';

/** One line a subscription; the reason, where they cannot be listed. Never rejects: the message is sent already. */
export async function describeSubscriptions(client: SNSClient, topicArn: string): Promise<string[]> {
  try {
    const lines: string[] = [];
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
      { client },
      { TopicArn: topicArn },
    )) {
      for (const subscription of Subscriptions) lines.push(await toLine(client, subscription));
    }
    return lines.length === 0 ? ['nobody is subscribed: add emails to the configuration and deploy'] : lines;
  } catch (error) {
    return [`${toAwsFailure(error, 'Listing its subscriptions').message}, or look in the SNS console`];
  }
}

async function toLine(client: SNSClient, { Protocol, Endpoint, SubscriptionArn }: Subscription) {
  const listener = `${Protocol} ${Endpoint}`;
  if (SubscriptionArn === PENDING) {
    return `${listener}: NOT CONFIRMED, gets nothing: open the mail "AWS Notification - Subscription Confirmation" and follow its link`;
  }
  const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  const filter = Attributes?.FilterPolicy;
  return filter === undefined || filter === '{}'
    ? `${listener}: should have it`
    : `${listener}: has it only if its filter lets it pass: ${filter.replace(/\s+/g, ' ')}`;
}
