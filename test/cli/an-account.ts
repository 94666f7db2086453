/**
 * An AWS account with one deployed monitor in it, as the commands see it: its stack, its secret, its topics with
 * their subscriptions, its alarm. On loopback; what was changed is kept, and what is denied can be chosen.
 */

import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { decode, startLoopback } from '../../local/loopback-server.ts';
import {
  answerJson,
  answerJsonRefusal,
  answerXmlRefusal,
  jsonAction,
  RefusedError,
} from '../../local/stand-ins/answers.ts';
import { checkPublish } from '../../local/stand-ins/sns-rules.ts';
import { attributesXml, type Subscription, stacksXml, subscriptionsXml } from './account-xml.ts';

export const STACK = 'QoderMonitor-default';
export const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Token-AbCdEf';
export const ALARM = 'QoderMonitor-default-NoSuccessfulRun';

export const OUTPUTS = {
  DashboardUrl:
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/D',
  AlertsTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts',
  HealthTopicArn: 'arn:aws:sns:eu-west-1:111122223333:health',
  TokenSecretArn: SECRET_ARN,
  DeadManAlarmName: ALARM,
  BaseUrl: 'https://api.qoder.com/api/v1/cloud',
  RunbookUrl: 'https://example.com/runbook.md',
};

export interface AccountOptions {
  /** Added to the outputs of the stack, or in place of them. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Other stacks of the account, with their outputs. */
  readonly otherStacks?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly subscriptions?: readonly Subscription[];
  readonly alarmState?: 'OK' | 'ALARM';
  /** Actions that the caller's credentials do not allow. */
  readonly denied?: readonly string[];
}

export interface Account {
  /** For the SDK of a command. */
  readonly env: Readonly<Record<string, string>>;
  /** Texts the secret was given, oldest first. */
  readonly storedTokens: () => readonly string[];
  /** Publish calls, as they were sent. */
  readonly published: () => readonly Readonly<Record<string, string>>[];
  readonly putEvents: () => readonly PutEventsRequestEntry[];
  readonly setAlarms: () => readonly unknown[];
  /** Who signed the calls. */
  readonly accessKeys: () => ReadonlySet<string>;
  readonly close: () => Promise<void>;
}

export async function startAccount(options: AccountOptions = {}): Promise<Account> {
  const { outputs = {}, otherStacks = {}, subscriptions = [], alarmState = 'OK', denied = [] } = options;
  const storedTokens: string[] = [];
  const published: Record<string, string>[] = [];
  const putEvents: PutEventsRequestEntry[] = [];
  const setAlarms: unknown[] = [];
  const accessKeys = new Set<string>();

  const xmlOf: Readonly<Record<string, (form: URLSearchParams) => string>> = {
    DescribeStacks: (form) => {
      const stacks = { [STACK]: { ...OUTPUTS, ...outputs }, ...otherStacks };
      const name = form.get('StackName');
      const asked = Object.entries(stacks).filter(([stack]) => name === null || stack === name);
      if (asked.length > 0) return stacksXml(asked);
      throw new RefusedError('ValidationError', `Stack with id ${name} does not exist`);
    },
    Publish: (form) => {
      checkPublish(form);
      published.push(Object.fromEntries(form));
      return '<MessageId>1</MessageId>';
    },
    ListSubscriptionsByTopic: (form) => subscriptionsXml(form, subscriptions),
    GetSubscriptionAttributes: (form) => attributesXml(form, subscriptions),
  };
  const jsonOf: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => unknown>> = {
    DescribeAlarms: () => ({ MetricAlarms: [{ AlarmName: ALARM, StateValue: alarmState }] }),
    SetAlarmState: (input) => {
      setAlarms.push(input);
      return {};
    },
    PutEvents: ({ Entries }) => {
      const entries = Entries as readonly PutEventsRequestEntry[];
      putEvents.push(...entries);
      return { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: '1' })) };
    },
    PutSecretValue: ({ SecretId, SecretString }) => {
      if (SecretId !== SECRET_ARN) throw new RefusedError('ResourceNotFoundException', 'No such secret');
      storedTokens.push(String(SecretString));
      return { ARN: SecretId };
    },
  };

  const server = await startLoopback((request, body, response) => {
    const text = decode(request, body);
    accessKeys.add(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const form = new URLSearchParams(text);
    const isXml = form.has('Action');
    const action = form.get('Action') ?? jsonAction(request);
    try {
      if (denied.includes(action)) {
        throw new RefusedError('AccessDenied', `User: me is not authorized to perform: ${action}`, 403);
      }
      if (!isXml) return answerJson(response, 200, jsonOf[action]?.(JSON.parse(text)));
      const result = `<${action}Result>${xmlOf[action]?.(form)}</${action}Result>`;
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(`<${action}Response>${result}</${action}Response>`);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      (isXml ? answerXmlRefusal : answerJsonRefusal)(response, error);
    }
  });

  return {
    env: {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    storedTokens: () => [...storedTokens],
    published: () => [...published],
    putEvents: () => [...putEvents],
    setAlarms: () => [...setAlarms],
    accessKeys: () => accessKeys,
    close: server.close,
  };
}
