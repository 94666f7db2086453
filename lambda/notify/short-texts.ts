/** What is told in one line: the subject of every message, and the text message. */

import { formatInstant } from '../model/human-words.ts';
import { fitHeadline } from './headline.ts';
import type { Message } from './message.ts';

/** Source: SNS Publish, printable ASCII beginning with a letter, number or punctuation, "less than 100 characters". */
export const SUBJECT_LENGTH = 99;
/** Source: SNS Publish, 140 ASCII characters; a longer text arrives in parts, each of them paid for. */
export const SMS_LENGTH = 140;

export function toSubject({ headlines }: Message): string {
  return fitHeadline(headlines, SUBJECT_LENGTH);
}

/** ASCII, because one other character would halve what fits. */
export function toSms({ headlines, isOver, lasting, alert }: Message): string {
  const time = isOver ? ` (after ${lasting})` : ` (since ${formatInstant(alert.since)})`;
  return `${fitHeadline(headlines, SMS_LENGTH - time.length)}${time}`;
}
