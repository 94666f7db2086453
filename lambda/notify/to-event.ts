/** From an alert to the entry that EventBridge is asked to put on a bus. */
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_DETAIL_TYPE, EVENT_SOURCE } from '../../contract/deployment.ts';
import type { Alert } from '../model/incident.ts';
import type { Redact } from '../redact.ts';
import type { RenderContext } from './links.ts';
import { toMessage } from './message.ts';
import { toProgramAlert } from './program-json.ts';
import { redactAlert, redactText } from './redact-message.ts';

export interface EventContext {
  readonly context: RenderContext;
  /** Name or ARN of the bus. */
  readonly eventBusName: string;
  readonly redact: Redact;
}

/** The detail is the message for programs, as it is bounded there: an entry is never near the limit of a request. */
export function toEvent(
  alert: Alert,
  { context, eventBusName, redact }: EventContext,
): PutEventsRequestEntry {
  const program = toProgramAlert(toMessage(redactAlert(alert, redact), context));
  return {
    EventBusName: eventBusName,
    Source: EVENT_SOURCE,
    DetailType: EVENT_DETAIL_TYPE,
    Time: alert.at,
    Resources: program.environmentIds,
    Detail: redactText(JSON.stringify(program), redact),
  };
}
