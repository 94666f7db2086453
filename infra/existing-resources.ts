/** What the monitor uses and does not make: objects of the app, or what the settings name by ARN. */
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { InputFault } from '../contract/invalid-input.ts';
import type { MonitorConfig } from './config/monitor-config.ts';

/**
 * Each stands for the setting of its name with `Arn` or `Name` at the end. What its policy needs is added where the app made
 * it; what could not be added is in `demands`.
 */
export interface ExistingResources {
  /**
   * Topic for the alerts. The monitor may publish to it; under a customer key, it may use that key too.
   *
   * @default - that of `alertsTopicArn`, or a new one
   */
  readonly alertsTopic?: sns.ITopic | undefined;
  /**
   * Topic for the alarms on the monitor itself. Its policy, and that of its key, let CloudWatch publish.
   *
   * @default - that of `healthTopicArn`, or a new one
   */
  readonly healthTopic?: sns.ITopic | undefined;
  /**
   * Secret that holds the token as its whole text, or a service account key as JSON. The monitor may read it, and use its key.
   *
   * @default - that of `tokenSecretArn`, or a new one that holds a placeholder
   */
  readonly tokenSecret?: secretsmanager.ISecret | undefined;
  /**
   * Customer key for the topics, the table and the secret that are made here.
   *
   * @default - that of `encryptionKeyArn`, or encryption as AWS does it by itself
   */
  readonly encryptionKey?: kms.IKey | undefined;
  /**
   * Event bus that each change of an incident is put on too. The monitor may put events of its own source on it.
   *
   * @default - that of `eventBusName`, or none
   */
  readonly eventBus?: events.IEventBus | undefined;
  /**
   * Bounds every role of the monitor.
   *
   * @default - that of `permissionsBoundaryArn`, or none
   */
  readonly permissionsBoundary?: iam.IManagedPolicy | undefined;
}

/** The setting that names the same. */
const SETTINGS = {
  alertsTopic: 'alertsTopicArn',
  healthTopic: 'healthTopicArn',
  tokenSecret: 'tokenSecretArn',
  encryptionKey: 'encryptionKeyArn',
  eventBus: 'eventBusName',
  permissionsBoundary: 'permissionsBoundaryArn',
} as const satisfies Record<keyof ExistingResources, keyof MonitorConfig>;

/** @returns what is wrong where both the object and its setting are given */
export function findDoubles(given: ExistingResources, input: object): InputFault[] {
  const settings: Readonly<Record<string, unknown>> = { ...input };
  return (Object.keys(SETTINGS) as (keyof ExistingResources)[])
    .map((name) => ({ name, path: SETTINGS[name], value: settings[SETTINGS[name]] }))
    .filter(({ name, value }) => given[name] !== undefined && value !== undefined)
    .map(({ name, path, value }) => ({
      path,
      value,
      remedy: `remove it, or leave ${name} out: both name the same`,
    }));
}

/** @returns the objects that were given, and an import for each ARN in the settings */
export function importExisting(
  scope: Construct,
  config: MonitorConfig,
  given: ExistingResources,
): ExistingResources {
  const keyOf = (id: string, arn: string | undefined) =>
    arn === undefined ? undefined : kms.Key.fromKeyArn(scope, id, arn);
  const topicOf = (id: string, topicArn: string | undefined, keyArn: string | undefined) =>
    topicArn === undefined
      ? undefined
      : sns.Topic.fromTopicAttributes(scope, id, { topicArn, ...(keyArn === undefined ? {} : { keyArn }) });
  const { permissionsBoundaryArn: boundaryArn } = config;
  return {
    alertsTopic: given.alertsTopic ?? topicOf('AlertsTopic', config.alertsTopicArn, config.alertsTopicKeyArn),
    healthTopic: given.healthTopic ?? topicOf('HealthTopic', config.healthTopicArn, config.healthTopicKeyArn),
    tokenSecret:
      given.tokenSecret ?? importSecret(scope, config, keyOf('TokenKey', config.tokenSecretKeyArn)),
    encryptionKey: given.encryptionKey ?? keyOf('Key', config.encryptionKeyArn),
    eventBus: given.eventBus ?? importBus(scope, config),
    permissionsBoundary:
      given.permissionsBoundary ??
      (boundaryArn === undefined
        ? undefined
        : iam.ManagedPolicy.fromManagedPolicyArn(scope, 'PermissionsBoundary', boundaryArn)),
  };
}

function importSecret(
  scope: Construct,
  { tokenSecretArn }: MonitorConfig,
  encryptionKey: kms.IKey | undefined,
) {
  if (tokenSecretArn === undefined) return undefined;
  return secretsmanager.Secret.fromSecretAttributes(scope, 'TokenSecret', {
    secretCompleteArn: tokenSecretArn,
    ...(encryptionKey === undefined ? {} : { encryptionKey }),
  });
}

function importBus(scope: Construct, { eventBusName: name }: MonitorConfig): events.IEventBus | undefined {
  if (name === undefined) return undefined;
  return name.startsWith('arn:')
    ? events.EventBus.fromEventBusArn(scope, 'EventBus', name)
    : events.EventBus.fromEventBusName(scope, 'EventBus', name);
}
