/** What an update from version 0.1.0 does to a stack: resources-of-0.1.0.json is what that version deployed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resourcesOf, synthesizeMonitor } from './support/synthesize-monitor.ts';

interface Deployed {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

const BEFORE: Readonly<Record<string, Deployed>> = JSON.parse(
  readFileSync(new URL('resources-of-0.1.0.json', import.meta.url), 'utf8'),
);
/** The configuration that it was deployed with. */
const template = synthesizeMonitor({
  environments: ['env_a', 'env_b'],
  emails: ['me@example.com'],
  chat: true,
});

/**
 * What may change where it stands. Source: "Update requires" of each property in the AWS CloudFormation Template Reference.
 * What is not named here may mean a replacement.
 */
const UPDATED_IN_PLACE: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': ['Code', 'Environment', 'MemorySize', 'Timeout', 'Description', 'Runtime'],
  'AWS::CloudWatch::Alarm': ['AlarmDescription', 'OKActions', 'Threshold', 'EvaluationPeriods', 'Metrics'],
  'AWS::CloudWatch::Dashboard': ['DashboardBody'],
  'AWS::IAM::Policy': ['PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument'],
};
/** What holds something: incidents, the token, who is subscribed, the log. */
const STATEFUL = [
  'AWS::DynamoDB::Table',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::Logs::LogGroup',
];

describe('an update from 0.1.0', () => {
  const now = new Map(
    Object.keys(BEFORE).map((id) => [
      id,
      resourcesOf(template, BEFORE[id]?.Type ?? '').find(([other]) => other === id)?.[1],
    ]),
  );

  it('removes and replaces nothing', () => {
    const changes = Object.entries(BEFORE).flatMap(([id, { Type, Properties = {} }]) => {
      const after = now.get(id)?.Properties;
      if (after === undefined) return [`${Type} ${id} is gone`];
      const changed = [...new Set([...Object.keys(Properties), ...Object.keys(after)])].filter(
        (name) => JSON.stringify(after[name]) !== JSON.stringify(Properties[name]),
      );
      return changed
        .filter((name) => !UPDATED_IN_PLACE[Type]?.includes(name))
        .map((name) => `${Type} ${id}: ${name}`);
    });

    expect(changes).toEqual([]);
    expect(now.size).toBeGreaterThan(20);
  });

  it('leaves everything that holds something as it is', () => {
    const held = Object.entries(BEFORE).filter(([, { Type }]) => STATEFUL.includes(Type));

    expect(held.length).toBeGreaterThan(6);
    for (const [id, before] of held) {
      expect(now.get(id), id).toMatchObject({
        Type: before.Type,
        ...(before.Properties === undefined ? {} : { Properties: before.Properties }),
        ...(before.DeletionPolicy === undefined ? {} : { DeletionPolicy: before.DeletionPolicy }),
      });
    }
  });
});
