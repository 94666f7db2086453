/** From a message to what SNS is asked to publish: on the topic of alerts, and on the one of chat channels. */
import type { PublishCommandInput } from '@aws-sdk/client-sns';
import type { Alert } from '../model/incident.ts';
import { toChatCard } from './chat-card.ts';
import { toId } from './clean-text.ts';
import { toEmail } from './email.ts';
import type { Message } from './message.ts';
import { toProgramAlert } from './program-json.ts';
import { toSms, toSubject } from './short-texts.ts';

/** Source: SNS Publish, 262,144 bytes for the message with its attributes. */
export const MESSAGE_BYTES = 262_144;
/** Room for about 1,400 environments; a filter for one beyond that misses what hits all of them. */
const ENVIRONMENT_IDS_BYTES = 60_000;

export function toAlertsInput(message: Message, topicArn: string): PublishCommandInput {
  const program = JSON.stringify(toProgramAlert(message));
  return {
    TopicArn: topicArn,
    Subject: toSubject(message),
    MessageStructure: 'json',
    Message: JSON.stringify({
      default: program,
      https: program,
      email: toEmail(message),
      sms: toSms(message),
    }),
    MessageAttributes: toAttributes(message.alert),
  };
}

/** Without attributes: a chat channel has no filter, and the card says all of it. */
export function toChatInput(message: Message, topicArn: string): PublishCommandInput {
  return { TopicArn: topicArn, Message: JSON.stringify(toChatCard(message)) };
}

/** What filter policies may use: public names. */
function toAttributes({
  environmentIds,
  condition,
  severity,
  change,
}: Alert): NonNullable<PublishCommandInput['MessageAttributes']> {
  const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
  const ids = fitting(environmentIds.map(toId));
  return {
    // An empty value is refused; no environment at all is seen only while none was ever discovered.
    ...(ids.length === 0
      ? {}
      : { environmentIds: { DataType: 'String.Array', StringValue: JSON.stringify(ids) } }),
    condition: attribute(condition),
    severity: attribute(severity),
    change: attribute(change),
  };
}

function fitting(ids: readonly string[]): string[] {
  let bytes = 0;
  return ids.filter((id) => {
    bytes += id.length + 3;
    return bytes <= ENVIRONMENT_IDS_BYTES;
  });
}
