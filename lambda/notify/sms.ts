/** One text message: what, where and since when. */
import type { Alert } from '../model/incident.ts';
import { toShortHeadline } from './headline.ts';
import { formatDuration, formatInstant, secondsBetween } from './human-time.ts';
import type { RenderContext } from './render-context.ts';
import { isOver } from './wording-of-changes.ts';

/** Source: SNS Publish, 140 ASCII characters; a longer text arrives in parts, each of them paid for. */
export const SMS_LENGTH = 140;

/** ASCII, because one other character would halve what fits. */
export function toSms(alert: Alert, { monitor }: RenderContext): string {
  const { since, at } = alert;
  const time = isOver(alert)
    ? ` (after ${formatDuration(secondsBetween(since, at))})`
    : ` (since ${formatInstant(since)})`;
  return `${toShortHeadline(alert, monitor, SMS_LENGTH - time.length)}${time}`;
}
