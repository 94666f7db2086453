/** Answers of CloudFormation and SNS, in their query protocol. */

export interface Subscription {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
  readonly filterPolicy?: string;
}

const escapeXml = (text: string) => text.replace(/[&<>]/g, (found) => `&#${found.charCodeAt(0)};`);
const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

type Outputs = Readonly<Record<string, string>>;

export const stacksXml = (stacks: readonly (readonly [name: string, outputs: Outputs])[]): string =>
  `<Stacks>${stacks.map(([name, outputs]) => stackXml(name, outputs)).join('')}</Stacks>`;

function stackXml(name: string, outputs: Outputs): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member>${element('OutputKey', key)}${element('OutputValue', value)}</member>`,
  );
  return `<member>${element('StackName', name)}<StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-11-24T12:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs></member>`;
}

export function subscriptionsXml(form: URLSearchParams, subscriptions: readonly Subscription[]): string {
  const members = subscriptions
    .filter(({ topicArn }) => topicArn === form.get('TopicArn'))
    .map((subscription) => {
      const { topicArn, protocol, endpoint, isConfirmed } = subscription;
      const arn = isConfirmed ? arnOf(subscription) : 'PendingConfirmation';
      return `<member>${element('TopicArn', topicArn)}${element('Protocol', protocol)}${element('Endpoint', endpoint)}${element('SubscriptionArn', arn)}</member>`;
    });
  return `<Subscriptions>${members.join('')}</Subscriptions>`;
}

export function attributesXml(form: URLSearchParams, subscriptions: readonly Subscription[]): string {
  const found = subscriptions.find((subscription) => arnOf(subscription) === form.get('SubscriptionArn'));
  const filter =
    found?.filterPolicy === undefined
      ? ''
      : `<entry><key>FilterPolicy</key>${element('value', found.filterPolicy)}</entry>`;
  return `<Attributes>${filter}</Attributes>`;
}

const arnOf = ({ topicArn, endpoint }: Subscription) => `${topicArn}:${endpoint}`;
