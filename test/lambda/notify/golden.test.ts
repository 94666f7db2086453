import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toChatCard } from '../../../lambda/notify/chat-card.ts';
import { toEmail } from '../../../lambda/notify/email.ts';
import { toMessage } from '../../../lambda/notify/message.ts';
import { toSms, toSubject } from '../../../lambda/notify/short-texts.ts';
import { aContext } from './an-alert.ts';
import { GOLDEN_ALERTS } from './golden-alerts.ts';

it.each(Object.entries(GOLDEN_ALERTS))('messages read as in golden/%s.txt', async (name, alert) => {
  const { title, description, nextSteps } = toChatCard(toMessage(alert, aContext)).content;

  const text = [
    `=== subject\n${toSubject(toMessage(alert, aContext))}`,
    `=== sms\n${toSms(toMessage(alert, aContext))}`,
    `=== email\n${toEmail(toMessage(alert, aContext))}`,
    `=== chat\n${title}\n\n${description}\n\nNext steps:\n${nextSteps.map((step) => `- ${step}`).join('\n')}\n`,
  ].join('\n\n');

  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
});

it('golden/ holds nothing else: delete what is left over', () => {
  const expected = new Set(Object.keys(GOLDEN_ALERTS).map((name) => `${name}.txt`));
  const files = readdirSync(join(import.meta.dirname, 'golden'));

  expect(files.filter((file) => !expected.has(file))).toEqual([]);
});
