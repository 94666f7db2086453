/** Subject of the mail, and of the message on every topic. */
import type { Alert } from '../model/incident.ts';
import { toShortHeadline } from './headline.ts';
import type { RenderContext } from './render-context.ts';

/** Source: SNS Publish, printable ASCII beginning with a letter, number or punctuation, "less than 100 characters". */
export const SUBJECT_LENGTH = 99;

export function toSubject(alert: Alert, { monitor }: RenderContext): string {
  return toShortHeadline(alert, monitor, SUBJECT_LENGTH);
}
