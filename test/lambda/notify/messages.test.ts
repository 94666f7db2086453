import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { alertSchema } from '../../../lambda/notify/alert-schema.ts';
import { toChatCard } from '../../../lambda/notify/chat-card.ts';
import { toEmail } from '../../../lambda/notify/email.ts';
import { toMessage } from '../../../lambda/notify/message.ts';
import { toProgramAlert } from '../../../lambda/notify/program-json.ts';
import { toSms, toSubject } from '../../../lambda/notify/short-texts.ts';
import { MESSAGE_BYTES, toAlertsInput, toChatInput } from '../../../lambda/notify/to-publish-input.ts';
import { aContext, anAlert, someItems } from './an-alert.ts';
import { anyAlert, anyContext, anyText } from './arbitrary-alert.ts';

const sizeOf = ({ Message = '', MessageAttributes = {} }: ReturnType<typeof toAlertsInput>) =>
  Buffer.byteLength(Message) + Buffer.byteLength(JSON.stringify(MessageAttributes));

describe('whatever the alert', () => {
  it('toSubject() is printable ASCII of less than 100 characters that starts with no space', () => {
    fc.assert(
      fc.property(anyAlert, anyContext, (alert, context) => {
        expect(toSubject(toMessage(alert, context))).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
      }),
    );
  });

  it('toSms() is printable ASCII of at most 140 characters', () => {
    fc.assert(
      fc.property(anyAlert, anyContext, (alert, context) => {
        expect(toSms(toMessage(alert, context))).toMatch(/^[\x20-\x7e]{1,140}$/);
      }),
    );
  });

  it('toEmail() has as many lines as with harmless text, and no control characters but newlines', () => {
    const lineCount = (text: string) => text.split('\n').length;
    fc.assert(
      fc.property(anyText, anyText, (name, message) => {
        const alertOf = (environmentName: string, text: string) =>
          anAlert({
            condition: 'environment-unreadable',
            environmentName,
            reason: 'api_error',
            evidence: { status: 500, type: 'api_error', message: text, requestId: text },
          });

        const email = toEmail(toMessage(alertOf(`x${name}`, `x${message}`), aContext));

        expect(lineCount(email)).toBe(lineCount(toEmail(toMessage(alertOf('x', 'x'), aContext))));
        expect(email.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('toChatCard() leaves nothing in foreign text that a chat client formats', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { title, description } = toChatCard(
          toMessage(
            anAlert({
              condition: 'environment-unreadable',
              environmentName: text,
              evidence: { message: text },
            }),
            { ...aContext, dashboardUrl: null },
          ),
        ).content;

        expect(`${title}\n${description}`).not.toMatch(/[&<>*~`[\]|@\\#]/);
        expect(`${title}\n${description}`).not.toMatch(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/);
      }),
    );
  });

  it('toChatCard() keeps the lengths that chats allow', () => {
    fc.assert(
      fc.property(anyAlert, anyContext, (alert, context) => {
        const { title, description, nextSteps } = toChatCard(toMessage(alert, context)).content;

        expect(title.length).toBeLessThanOrEqual(250);
        expect(description.length).toBeLessThanOrEqual(3000);
        expect(Math.max(...nextSteps.map((step) => step.length))).toBeLessThanOrEqual(600);
      }),
    );
  });

  it('toProgramAlert() fits the public schema', () => {
    fc.assert(
      fc.property(anyAlert, anyContext, (alert, context) => {
        const sent: unknown = JSON.parse(JSON.stringify(toProgramAlert(toMessage(alert, context))));
        expect(v.safeParse(alertSchema, sent).issues).toBeUndefined();
      }),
    );
  });

  it('the messages of both topics stay below what SNS takes', () => {
    fc.assert(
      fc.property(anyAlert, anyContext, (alert, context) => {
        expect(sizeOf(toAlertsInput(toMessage(alert, context), 'arn'))).toBeLessThan(MESSAGE_BYTES);
        expect(sizeOf(toChatInput(toMessage(alert, context), 'arn'))).toBeLessThan(MESSAGE_BYTES);
      }),
    );
  });
});

it('an alert that lists only some of its environments is told with the count of all', () => {
  const message = toMessage(
    anAlert({
      condition: 'queue-stuck',
      environmentIds: Array.from({ length: 100 }, (_, number) => `env_${number}`),
      environmentCount: 1_400,
    }),
    aContext,
  );

  expect(toProgramAlert(message)).toMatchObject({
    environmentCount: 1_400,
    summary: expect.stringContaining('1400 environments'),
  });
  expect(toEmail(message)).toContain('and 1390 more');
});

it('toAlertsInput() stays below what SNS takes with the longest of everything', () => {
  const longest = '"'.repeat(10_000);
  const alert = anAlert({
    condition: 'environment-unreadable',
    messageId: longest,
    incidentId: longest,
    environmentIds: Array.from({ length: 10_000 }, () => longest),
    environmentName: longest,
    reason: longest,
    items: someItems(5000, 900_000).map((item) => ({ ...item, id: longest, sessionId: 's'.repeat(100) })),
    evidence: Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`${longest}${index}`, longest])),
  });
  const url = `https://example.com/${'"'.repeat(100)}${'x'.repeat(80)}`;
  const context = {
    ...aContext,
    monitor: longest,
    sessionUrl: `${url}{id}`,
    runbookUrl: url,
    dashboardUrl: url,
  };

  expect(sizeOf(toAlertsInput(toMessage(alert, context), 'arn'))).toBeLessThan(MESSAGE_BYTES);
});

it('toAlertsInput() gives each protocol its text and filters their attributes', () => {
  const alert = anAlert({ environmentIds: ['env_a', 'env_b'] });

  const { Message, ...input } = toAlertsInput(toMessage(alert, aContext), 'arn:alerts');

  const program = JSON.stringify(toProgramAlert(toMessage(alert, aContext)));
  expect(JSON.parse(Message ?? '')).toEqual({
    default: program,
    https: program,
    email: toEmail(toMessage(alert, aContext)),
    sms: toSms(toMessage(alert, aContext)),
  });
  expect(input).toEqual({
    TopicArn: 'arn:alerts',
    Subject: toSubject(toMessage(alert, aContext)),
    MessageStructure: 'json',
    MessageAttributes: {
      environmentIds: { DataType: 'String.Array', StringValue: '["env_a","env_b"]' },
      condition: { DataType: 'String', StringValue: 'queue-stuck' },
      severity: { DataType: 'String', StringValue: 'critical' },
      change: { DataType: 'String', StringValue: 'opened' },
    },
  });
});

it('toAlertsInput() sends no empty list of environments, which SNS would refuse', () => {
  expect(
    toAlertsInput(toMessage(anAlert({ environmentIds: [] }), aContext), 'arn').MessageAttributes,
  ).not.toHaveProperty('environmentIds');
});

it('toChatCard() is the custom notification, with one thread an incident', () => {
  const { content, ...card } = toChatCard(toMessage(anAlert(), aContext));

  expect(card).toEqual({
    version: '1.0',
    source: 'custom',
    id: 'env_019e64e01a137caf.queue-stuck.20261124T171500Z.1',
    metadata: {
      threadId: 'env_019e64e01a137caf.queue-stuck.20261124T171500Z',
      summary: content.title,
      eventType: 'queue-stuck',
      additionalContext: {
        monitor: 'default',
        environmentId: 'env_019e64e01a137caf',
        condition: 'queue-stuck',
        severity: 'critical',
        change: 'opened',
      },
    },
  });
  expect([content.textType, content.keywords]).toEqual([
    'client-markdown',
    ['critical', 'queue-stuck', 'default'],
  ]);
});

it('toChatCard() counts the items that do not fit', () => {
  const context = { ...aContext, sessionUrl: `https://example.com/${'x'.repeat(200)}/{id}` };

  const { description } = toChatCard(
    toMessage(anAlert({ condition: 'stale-heartbeat', items: someItems(20, 1620), itemCount: 34 }), context),
  ).content;

  const shownCount = description.split('\n').filter((line) => line.startsWith('• work_')).length;
  expect(shownCount).toBeGreaterThan(3);
  expect(description).toContain(`• and ${34 - shownCount} more`);
});

it('docs/alert-schema.json is the schema that messages are tested with', () => {
  const documented: unknown = JSON.parse(readFileSync('docs/alert-schema.json', 'utf8'));

  expect(documented).toEqual({
    title: 'Alert of the Qoder work queue monitor',
    ...toJsonSchema(alertSchema),
  });
});

it('toEmail() and toChatCard() show the three oldest of a queue and a count, and programs get all', () => {
  const message = toMessage(anAlert({ items: someItems(20, 1620), itemCount: 34 }), aContext);

  for (const text of [toEmail(message), toChatCard(message).content.description]) {
    expect(text.match(/work_\S+/g)).toEqual(someItems(3, 1620).map(({ id }) => id));
    expect(text).toContain('and 31 more');
  }
  expect(toProgramAlert(message).items).toHaveLength(20);
});

it('toChatCard() leaves nothing that a chat client formats in the error type that was the reason of what is over', () => {
  const alert = anAlert({
    condition: 'environment-unreadable',
    change: 'resolved',
    ending: 'recovered',
    reason: '<!channel> *now* `x`',
  });

  const { description } = toChatCard(toMessage(alert, { ...aContext, dashboardUrl: null })).content;

  expect(description).toContain('environment unreadable (');
  expect(description).not.toMatch(/[<>*`]/);
});

it('toMessage() tells the messages of a monitor with the longest name apart', () => {
  const incidentId = `${'m'.repeat(128)}.environments-not-asked.20261124T171500Z`;
  const idOf = (number: number) =>
    toMessage(anAlert({ incidentId, messageId: `${incidentId}.${number}` }), aContext).messageId;

  expect([idOf(1), idOf(2)]).toEqual([`${incidentId}.1`, `${incidentId}.2`]);
});

describe('the command in a message', () => {
  it.each([
    [undefined, 'npx qoder-work-queue-monitor check --environment env_019e64e01a137caf'],
    [
      'https://api.qoder.com.cn/api/v1/cloud',
      'npx qoder-work-queue-monitor check --environment env_019e64e01a137caf --base-url https://api.qoder.com.cn/api/v1/cloud',
    ],
  ])('asks the API that the monitor asks, at %s', (baseUrl, command) => {
    const context = baseUrl === undefined ? aContext : { ...aContext, baseUrl };

    expect(
      toEmail(toMessage(anAlert({}), context))
        .split('\n')
        .filter((line) => line.endsWith(command)),
    ).toHaveLength(1);
  });

  it('says what it needs, for a token and for a service account key alike', () => {
    const alert = anAlert({ condition: 'stale-heartbeat', items: someItems(1, 1620) });
    const mail = toEmail(toMessage(alert, aContext));

    expect(mail).toContain('See how it is now (either QODER_PAT or QODER_SERVICE_ACCOUNT_KEY must be set):');
    expect(mail).toContain('(QODER_PAT must be set, to a token: a service account key will not do):');
  });

  it('toChatCard() says what each does', () => {
    const alert = anAlert({ condition: 'stale-heartbeat', items: someItems(1, 1620) });

    expect(toChatCard(toMessage(alert, aContext)).content.nextSteps).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^End the first item, and its session with it: `curl .*`$/),
        expect.stringMatching(/^See how it is now: `npx .*`$/),
      ]),
    );
  });

  it.each([
    [undefined, `$QODER_PAT" -H 'Content-Type: application/json'`],
    ["ws'1", `$QODER_PAT" -H 'qoder-workspace-id: ws'\\''1' -H 'Content-Type: application/json'`],
  ])('ends an item in the workspace %s that the monitor reads', (workspaceId, part) => {
    const alert = anAlert({ condition: 'stale-heartbeat', items: someItems(1, 1620) });

    expect(toEmail(toMessage(alert, { ...aContext, workspaceId }))).toContain(part);
  });
});
