/**
 * The last look at what leaves. An alert is redacted before it is put into words, since ids and
 * names are changed on the way; and what became of it once more, whoever put it there.
 */
import type { PublishCommandInput } from '@aws-sdk/client-sns';
import type { Alert } from '../model/incident.ts';
import { REDACTED, type Redact } from '../redact.ts';

export function redactAlert(alert: Alert, redact: Redact): Alert {
  const clean = (text: string | null) => (text === null ? null : redact(text));
  return {
    ...alert,
    messageId: redact(alert.messageId),
    incidentId: redact(alert.incidentId),
    environmentIds: alert.environmentIds.map(redact),
    environmentName: clean(alert.environmentName),
    reason: clean(alert.reason),
    items: alert.items.map((item) => ({
      ...item,
      id: redact(item.id),
      sessionId: clean(item.sessionId),
      ...(item.session === undefined
        ? {}
        : { session: { ...item.session, toolName: clean(item.session.toolName) } }),
    })),
    evidence: Object.fromEntries(
      Object.entries(alert.evidence).map(([name, value]) => [
        name,
        typeof value === 'string' ? redact(value) : value,
      ]),
    ),
  };
}

export function redactInput(input: PublishCommandInput, redact: Redact): PublishCommandInput {
  const { Subject, Message, MessageAttributes = {} } = input;
  const attributes = Object.entries(MessageAttributes).map(([name, attribute]) => {
    const { StringValue = '' } = attribute;
    return [name, { ...attribute, StringValue: redactText(StringValue, redact) }];
  });
  return {
    ...input,
    Message: redactText(Message ?? '', redact),
    // A subject is ASCII.
    ...(Subject === undefined ? {} : { Subject: redact(Subject).replaceAll(REDACTED, '***') }),
    ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
  };
}

/** In JSON, each text on its own, also JSON within JSON: a quote or a backslash of a secret is written otherwise there. */
export function redactText(text: string, redact: Redact): string {
  const json = parseObject(text);
  if (json === null) return redact(text);
  const before = JSON.stringify(json);
  const after = JSON.stringify(json, (_name, value: unknown) =>
    typeof value === 'string' ? redactText(value, redact) : value,
  );
  return after === before ? text : after;
}

function parseObject(text: string): object | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
