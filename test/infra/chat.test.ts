import { describe, expect, it } from 'vitest';
import { readMonitors } from '../../infra/config/read-monitors.ts';
import { resolve } from './support/resolve-template.ts';
import { resourceOf, resourcesOf, synthesizeMonitor } from './support/synthesize-monitor.ts';

const UUID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const TEAMS = {
  tenantId: UUID,
  teamId: UUID,
  channelId: '19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2',
};
const SLACK = { workspaceId: 'T0123456789', channelId: 'C0123456789' };
const template = synthesizeMonitor({ slack: SLACK, teams: TEAMS });
const role = resourceOf(template, 'AWS::IAM::Role', 'ChatChannels');
const topics = ['Chat', 'Health'].map((name) => ({ Ref: resourceOf(template, 'AWS::SNS::Topic', name).id }));
const shared = {
  IamRoleArn: { 'Fn::GetAtt': [role.id, 'Arn'] },
  SnsTopicArns: topics,
  GuardrailPolicies: ['arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess'],
};
const propertiesOf = (type: string) => {
  const { GuardrailPolicies, ConfigurationName, ...rest } = resourceOf(template, type).Properties;
  return { ...rest, ...(resolve(template, { GuardrailPolicies, ConfigurationName }) as object) };
};

describe('slack', () => {
  it('gets the cards and the alarms, in the topic made for it', () => {
    expect(propertiesOf('AWS::Chatbot::SlackChannelConfiguration')).toEqual({
      ...shared,
      SlackWorkspaceId: 'T0123456789',
      SlackChannelId: 'C0123456789',
      ConfigurationName: 'qoder-default-eu-west-1-T0123456789',
    });
  });
});

describe('teams', () => {
  it('gets the same, under a name of letters, digits and - only', () => {
    expect(propertiesOf('AWS::Chatbot::MicrosoftTeamsChannelConfiguration')).toEqual({
      ...shared,
      TeamsTenantId: UUID,
      TeamId: UUID,
      TeamsChannelId: TEAMS.channelId,
      ConfigurationName: 'qoder-default-eu-west-1-19b6ef35dc342d56ba5654e6fc6d25a0',
    });
  });
});

describe('the role of the chat', () => {
  it('may draw the graph of an alarm, and nothing else', () => {
    expect(role.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'chatbot.amazonaws.com' } }],
    });
    expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    expect(resourceOf(template, 'AWS::IAM::Policy', 'ChatChannels').Properties.PolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'cloudwatch:DescribeAlarms',
            'cloudwatch:GetMetricData',
            'cloudwatch:GetMetricWidgetImage',
          ],
          Resource: '*',
        },
      ],
    });
  });
});

describe('chat', () => {
  it('makes the topic alone: whoever connects a channel by hand needs no role of ours', () => {
    const alone = synthesizeMonitor({ chat: true });

    expect(resourcesOf(alone, 'AWS::SNS::Topic')).toHaveLength(3);
    expect(resourcesOf(alone, 'AWS::IAM::Role').filter(([id]) => id.includes('ChatChannels'))).toEqual([]);
  });

  it.each([
    [
      { slack: { workspaceId: 'T1', channelId: '#alerts' } },
      /slack\.channelId: "#alerts": write the id at the end/,
    ],
    [
      { slack: { workspaceId: 'my-team', channelId: 'C1' } },
      /slack\.workspaceId: "my-team": write the id of the workspace/,
    ],
    [{ teams: { ...TEAMS, teamId: 'x' } }, /teams\.teamId: "x": write the id of the team/],
    [{ slack: 'C1' }, /slack: "C1": write \{ "workspaceId"/],
  ])('refuses %o', (chat, message) => {
    expect(() => readMonitors({ monitors: { default: { environments: 'all', ...chat } } })).toThrow(message);
  });
});
