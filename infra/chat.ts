/** Channels of Slack and Microsoft Teams that Amazon Q Developer posts the messages and the alarms to. */
import { Aws } from 'aws-cdk-lib';
import { CfnMicrosoftTeamsChannelConfiguration, CfnSlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SlackChannel, TeamsChannel } from './config/chat-channels.ts';
import { chatStatements } from './permissions.ts';

export interface ChatProps {
  readonly monitor: string;
  readonly topics: readonly sns.ITopic[];
  readonly slack: SlackChannel | undefined;
  readonly teams: TeamsChannel | undefined;
}

export class Chat extends Construct {
  constructor(scope: Construct, id: string, { monitor, topics, slack, teams }: ChatProps) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('chatbot.amazonaws.com'),
      description: `Qoder work queue monitor ${monitor}: shows its alarms in a chat`,
    });
    for (const statement of chatStatements()) role.addToPolicy(statement);

    // A configuration's name is required, and one in the whole account: region and channel make it so.
    const nameFor = (place: string) => `qoder-${monitor}-${Aws.REGION}-${place}`;
    const shared = {
      iamRoleArn: role.roleArn,
      snsTopicArns: topics.map(({ topicArn }) => topicArn),
      // Without one it is AdministratorAccess, for whatever roles people of the channel may take.
      guardrailPolicies: [`arn:${Aws.PARTITION}:iam::aws:policy/CloudWatchReadOnlyAccess`],
    };
    if (slack !== undefined) {
      new CfnSlackChannelConfiguration(this, 'Slack', {
        ...shared,
        configurationName: nameFor(slack.workspaceId),
        slackWorkspaceId: slack.workspaceId,
        slackChannelId: slack.channelId,
      });
    }
    if (teams !== undefined) {
      new CfnMicrosoftTeamsChannelConfiguration(this, 'Teams', {
        ...shared,
        configurationName: nameFor(toShortId(teams.channelId)),
        teamsTenantId: teams.tenantId,
        teamId: teams.teamId,
        teamsChannelId: teams.channelId,
      });
    }
  }
}

/** What of a channel's id a name may hold: `19%3aab…%40thread.tacv2` becomes its first 32 letters and digits. */
const toShortId = (channelId: string): string => channelId.replace(/%..|[^A-Za-z0-9]/g, '').slice(0, 32);
