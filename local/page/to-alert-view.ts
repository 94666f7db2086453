/** Lays the texts of one alert side by side, each as its subscribers got it. */
import * as v from 'valibot';
import { CHANGES, CONDITIONS, SEVERITIES } from '../../contract/conditions.ts';
import type { DeliveredMessage } from '../stand-ins/sns.ts';
import type { AlertView, CardView } from './page-model.ts';

/** What the page needs of the message for programs: docs/alert-schema.json. */
const programSchema = v.object({
  messageId: v.string(),
  incidentId: v.string(),
  environmentIds: v.array(v.string()),
  condition: v.picklist(CONDITIONS),
  severity: v.picklist(SEVERITIES),
  change: v.picklist(CHANGES),
  reason: v.nullable(v.string()),
  openedAt: v.string(),
  at: v.string(),
  itemCount: v.number(),
});

export type ProgramMessage = v.InferOutput<typeof programSchema>;

const cardSchema = v.object({
  id: v.string(),
  content: v.object({
    title: v.string(),
    description: v.string(),
    nextSteps: v.array(v.string()),
    keywords: v.array(v.string()),
  }),
  metadata: v.object({ threadId: v.string() }),
});

/** @throws {v.ValiError} when the message is not what programs are promised */
export function parseProgramMessage({ https }: DeliveredMessage): ProgramMessage {
  return v.parse(programSchema, JSON.parse(https));
}

/** @returns cards by the id of their message */
export function toCards(chatMessages: readonly DeliveredMessage[]): ReadonlyMap<string, CardView> {
  return new Map(
    chatMessages.map(({ https }) => {
      const { id, content, metadata } = v.parse(cardSchema, JSON.parse(https));
      return [id, { ...content, threadId: metadata.threadId }];
    }),
  );
}

export function toAlertView(message: DeliveredMessage, cards: ReadonlyMap<string, CardView>): AlertView {
  const { messageId, incidentId, environmentIds, condition, severity, change, at } =
    parseProgramMessage(message);
  return {
    messageId,
    incidentId,
    environmentIds,
    condition,
    severity,
    change,
    at,
    subject: message.subject ?? '',
    mail: message.email,
    sms: message.sms,
    json: JSON.stringify(JSON.parse(message.https), null, 2),
    card: cards.get(messageId) ?? null,
  };
}
