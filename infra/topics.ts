/** Where people listen: alerts from the function, alarms on the monitor itself, and messages for a chat. */
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { MonitorConfig } from './config/monitor-config.ts';
import { alarmsMayPublish } from './permissions.ts';

type TopicsConfig = Pick<MonitorConfig, 'alertsTopicArn' | 'healthTopicArn' | 'chat' | 'emails'>;

export interface TopicsProps extends TopicsConfig {
  readonly monitor: string;
  readonly encryptionKey: kms.IKey | undefined;
}

export class Topics extends Construct {
  /** The function's messages, with attributes that a team's subscription may filter by. */
  readonly alerts: sns.ITopic;
  /** Alarms carry no attributes, so any filter would drop them: they have a topic of their own. */
  readonly health: sns.ITopic;
  readonly chat: sns.ITopic | undefined;

  constructor(scope: Construct, id: string, props: TopicsProps) {
    super(scope, id);
    const { monitor, encryptionKey, alertsTopicArn, healthTopicArn, chat, emails } = props;
    const topic = (topicId: string, displayName: string, arn: string | undefined) =>
      arn === undefined
        ? new sns.Topic(this, topicId, {
            displayName: `${displayName} ${monitor}`,
            enforceSSL: true,
            ...(encryptionKey === undefined ? {} : { masterKey: encryptionKey }),
          })
        : sns.Topic.fromTopicArn(this, topicId, arn);

    this.alerts = topic('Alerts', 'Qoder work queues', alertsTopicArn);
    this.health = topic('Health', 'Qoder monitor health', healthTopicArn);
    this.chat = chat ? topic('Chat', 'Qoder work queues chat', undefined) : undefined;
    // CDK cannot edit an imported topic: outputs.ts prints the statement instead.
    if (healthTopicArn === undefined) this.health.addToResourcePolicy(alarmsMayPublish(this.health.topicArn));

    for (const email of emails) {
      for (const listenedTo of [this.alerts, this.health]) {
        listenedTo.addSubscription(new subscriptions.EmailSubscription(email));
      }
    }
  }
}
