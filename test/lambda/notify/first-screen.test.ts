/** What a phone shows before anybody scrolls: the subject, and five lines of about 40 characters of the mail. */
import { describe, expect, it } from 'vitest';
import { toEmail } from '../../../lambda/notify/email.ts';
import { toMessage } from '../../../lambda/notify/message.ts';
import { toSubject } from '../../../lambda/notify/short-texts.ts';
import { aContext } from './an-alert.ts';
import { GOLDEN_ALERTS } from './golden-alerts.ts';

const COLUMNS_COUNT = 40;
const LINES_COUNT = 5;

function wrap(line: string): string[] {
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (longer.length <= COLUMNS_COUNT) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const firstScreenOf = (mail: string) => mail.split('\n').flatMap(wrap).slice(0, LINES_COUNT).join(' ');

describe.each(Object.entries(GOLDEN_ALERTS))('the first screen of %s', (_, alert) => {
  const message = toMessage(alert, aContext);

  it('toSubject() says what, uncut', () => {
    expect(toSubject(message)).toContain(message.problem);
  });

  it('toEmail() says since when, why and what to do', () => {
    const screen = firstScreenOf(toEmail(message));

    expect(screen).toContain(alert.since.toISOString().slice(0, 16).replace('T', ' '));
    expect(screen).toContain(message.why);
    expect(screen).toContain(`Do: ${message.steps[0]}`);
  });
});
