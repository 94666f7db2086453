/** What policies of topics and keys must say: said where the app may, and left for a person where it may not. */
import { Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { OUTPUTS } from '../contract/deployment.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import type { ExistingResources } from './existing-resources.ts';
import {
  alarmsMayPublish,
  alarmsMayUseKey,
  functionMayPublish,
  functionMayPutEvents,
  functionMayUseKey,
  functionMayUseSecretKey,
  functionMayUseTopicKey,
} from './permissions.ts';

export interface Demand {
  /** Output that prints what is left to be added by hand. */
  readonly output: string;
  /** As the output names it. */
  readonly subject: string;
  readonly statements: readonly iam.PolicyStatement[];
}

export interface DemandsInput {
  readonly existing: ExistingResources;
  readonly config: MonitorConfig;
  readonly topics: { readonly alerts: sns.ITopic; readonly health: sns.ITopic };
  readonly roleArn: string;
}

/** @returns what could not be said in any policy */
export function meetDemands(scope: Construct, { existing, config, topics, roleArn }: DemandsInput): Demand[] {
  const { encryptionKey, tokenSecret, alertsTopic, healthTopic, eventBus } = existing;
  const { health } = topics;
  const says = (resource: sns.ITopic | kms.IKey | undefined, demand: Demand) =>
    resource === undefined ? [] : meet(scope, resource, demand);
  return [
    ...(config.alertsTopicArn === undefined ? [] : [publishFromElsewhere(topics.alerts, roleArn)]),
    ...(eventBus === undefined || eventBus.env.account === Stack.of(scope).account
      ? []
      : [putFromElsewhere(eventBus.eventBusArn, roleArn)]),
    ...says(health, {
      output: OUTPUTS.healthTopicStatements,
      subject: 'the health topic',
      statements: [alarmsMayPublish(health.topicArn)],
    }),
    ...says(encryptionKey, {
      output: OUTPUTS.keyStatements,
      subject: 'the customer key',
      statements: [alarmsMayUseKey(), functionMayUseKey(roleArn)],
    }),
    ...says(alertsTopic?.masterKey, {
      output: OUTPUTS.alertsTopicKeyStatements,
      subject: "the alerts topic's key",
      statements: [functionMayUseTopicKey(roleArn)],
    }),
    ...says(healthTopic?.masterKey, {
      output: OUTPUTS.healthTopicKeyStatements,
      subject: "the health topic's key",
      statements: [alarmsMayUseKey()],
    }),
    ...says(tokenSecret?.encryptionKey, {
      output: OUTPUTS.tokenSecretKeyStatements,
      subject: "the secret's key",
      statements: [functionMayUseSecretKey(roleArn)],
    }),
  ];
}

/** Within an account the function's own policy is enough. */
const publishFromElsewhere = ({ topicArn }: sns.ITopic, roleArn: string): Demand => ({
  output: OUTPUTS.alertsTopicStatements,
  subject: 'the alerts topic, if it is in another account',
  statements: [functionMayPublish(topicArn, roleArn)],
});

const putFromElsewhere = (eventBusArn: string, roleArn: string): Demand => ({
  output: OUTPUTS.eventBusStatements,
  subject: 'the event bus, if it is in another account',
  statements: [functionMayPutEvents(eventBusArn, roleArn)],
});

/** Adds to the policy of a topic or key what it demands. @returns what could not be added, if anything */
function meet(scope: Construct, resource: sns.ITopic | kms.IKey, demand: Demand): Demand[] {
  const left = demand.statements.filter((statement) => !add(scope, resource, statement));
  return left.length === 0 ? [] : [{ ...demand, statements: left }];
}

function add(scope: Construct, resource: sns.ITopic | kms.IKey, statement: iam.PolicyStatement): boolean {
  const isElsewhere = Stack.of(resource) !== Stack.of(scope);
  // A policy in another stack that names our role would need our stack first, which needs the other.
  if (isElsewhere && namesRole(statement)) return false;
  return resource.addToResourcePolicy(statement).statementAdded;
}

const namesRole = ({ principals }: iam.PolicyStatement): boolean =>
  principals.some(({ policyFragment }) => 'AWS' in policyFragment.principalJson);
