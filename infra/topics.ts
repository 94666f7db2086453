/** Where people listen: alerts from the function, alarms on the monitor itself, and messages for a chat. */
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface TopicsProps {
  readonly monitor: string;
  readonly encryptionKey: kms.IKey | undefined;
  /** Existing ones, instead of new ones. */
  readonly alerts: sns.ITopic | undefined;
  readonly health: sns.ITopic | undefined;
  readonly hasChat: boolean;
  readonly emails: readonly string[];
}

export class Topics extends Construct {
  /** The function's messages, with attributes that a team's subscription may filter by. */
  readonly alerts: sns.ITopic;
  /** Alarms carry no attributes, so any filter would drop them: they have a topic of their own. */
  readonly health: sns.ITopic;
  readonly chat: sns.ITopic | undefined;

  constructor(scope: Construct, id: string, props: TopicsProps) {
    super(scope, id);
    const { monitor, encryptionKey, hasChat, emails } = props;
    const topic = (topicId: string, displayName: string) =>
      new sns.Topic(this, topicId, {
        displayName: `${displayName} ${monitor}`,
        enforceSSL: true,
        ...(encryptionKey === undefined ? {} : { masterKey: encryptionKey }),
      });

    this.alerts = props.alerts ?? topic('Alerts', 'Qoder work queues');
    this.health = props.health ?? topic('Health', 'Qoder monitor health');
    this.chat = hasChat ? topic('Chat', 'Qoder work queues chat') : undefined;

    for (const email of emails) {
      for (const listenedTo of new Set([this.alerts, this.health])) {
        listenedTo.addSubscription(new subscriptions.EmailSubscription(email));
      }
    }
  }
}
