/**
 * What is published in place of an alert that a topic refused for good, or that could not be put into words:
 * nothing but what no rule can refuse, and made of as little code as possible.
 */
import type { PublishCommandInput } from '@aws-sdk/client-sns';
import { toCheckCommand } from '../../contract/commands.ts';
import { CHANGES, CONDITIONS, SEVERITIES } from '../../contract/conditions.ts';
import { type Alert, environmentCountOf } from '../model/incident.ts';
import { toAscii, toId, toMessageId } from './clean-text.ts';
import type { RenderContext } from './links.ts';
import { commandFor } from './words.ts';

export const PLAIN_SUBJECT = 'Qoder monitor: an alert without its details, for its full message was refused';

export function toPlainAlertsInput(
  alert: Alert,
  refusal: Error,
  context: RenderContext,
  topicArn: string,
): PublishCommandInput {
  const attributes = [
    ...attributeOf('condition', alert.condition, CONDITIONS),
    ...attributeOf('severity', alert.severity, SEVERITIES),
    ...attributeOf('change', alert.change, CHANGES),
  ];
  return {
    TopicArn: topicArn,
    Subject: PLAIN_SUBJECT,
    Message: toPlainText(alert, refusal, context),
    ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
  };
}

/** Chat channels show nothing that is no card: the smallest one there is. */
export function toPlainChatInput(
  alert: Alert,
  refusal: Error,
  context: RenderContext,
  topicArn: string,
): PublishCommandInput {
  const content = { title: PLAIN_SUBJECT, description: toPlainText(alert, refusal, context) };
  return { TopicArn: topicArn, Message: JSON.stringify({ version: '1.0', source: 'custom', content }) };
}

function toPlainText(alert: Alert, refusal: Error, context: RenderContext): string {
  const [id] = alert.environmentIds;
  const othersCount = environmentCountOf(alert) - 1;
  const more = othersCount <= 0 ? '' : ` and ${othersCount} more`;
  const command = commandFor(alert, context) ?? toCheckCommand(null, context);
  return [
    `The full message was refused (${toId(refusal.name)}), this is sent in its place.`,
    '',
    `monitor: ${toId(context.monitor)}`,
    `message: ${toMessageId(alert.messageId)}`,
    `environment: ${id === undefined ? 'none' : toId(id)}${more}`,
    `condition: ${toId(alert.condition)}, ${toId(alert.severity)}`,
    `change: ${toId(alert.change)}`,
    '',
    `See it with: ${toAscii(command, 500)}`,
  ].join('\n');
}

function attributeOf(name: string, value: string, values: readonly string[]) {
  return values.includes(value) ? [[name, { DataType: 'String', StringValue: value }]] : [];
}
