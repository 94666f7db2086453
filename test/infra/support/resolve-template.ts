/** What a deployment would make of a template: every Ref, GetAtt, Join and Sub becomes a plain value. */
import type { TemplateJson } from './synthesize-monitor.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::StackName': 'QoderMonitor-default',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/QoderMonitor-default/1`,
};

/** ARN of a resource, by its type. A deployed name is the logical id here. */
const ARN_PARTS: Readonly<Record<string, string>> = {
  'AWS::SNS::Topic': 'sns:R:A:ID',
  'AWS::DynamoDB::Table': 'dynamodb:R:A:table/ID',
  'AWS::SecretsManager::Secret': 'secretsmanager:R:A:secret:ID-AbCdEf',
  'AWS::Logs::LogGroup': 'logs:R:A:log-group:ID:*',
  'AWS::Lambda::Function': 'lambda:R:A:function:ID',
  'AWS::IAM::Role': 'iam::A:role/ID',
  'AWS::CloudWatch::Alarm': 'cloudwatch:R:A:alarm:ID',
  'AWS::CloudWatch::CompositeAlarm': 'cloudwatch:R:A:alarm:ID',
};

/** Types of which Ref is the ARN, not the name. Source: their "Return values" in the CloudFormation reference. */
const REF_IS_ARN = new Set(['AWS::SNS::Topic', 'AWS::SecretsManager::Secret']);

export function arnOf(template: TemplateJson, logicalId: string): string {
  const type = template.Resources[logicalId]?.Type ?? '';
  const parts = ARN_PARTS[type];
  if (parts === undefined) throw new Error(`No ARN is known for ${logicalId} of type ${type}`);
  return `arn:aws:${parts.replace('R', REGION).replace('A', ACCOUNT).replace('ID', logicalId)}`;
}

export function resolve(template: TemplateJson, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(template, item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name === 'Ref') return resolveRef(template, String(argument));
  if (entries.length === 1 && name === 'Fn::GetAtt' && Array.isArray(argument)) {
    if (argument[1] !== 'Arn') throw new Error(`No value is known for ${argument.join('.')}`);
    return arnOf(template, String(argument[0]));
  }
  if (entries.length === 1 && name === 'Fn::Join' && Array.isArray(argument)) {
    return (resolve(template, argument[1]) as unknown[]).join(String(argument[0]));
  }
  if (entries.length === 1 && name === 'Fn::Split' && Array.isArray(argument)) {
    return String(resolve(template, argument[1])).split(String(argument[0]));
  }
  if (entries.length === 1 && name === 'Fn::Not' && Array.isArray(argument)) {
    return resolve(template, argument[0]) !== true;
  }
  if (entries.length === 1 && name === 'Fn::Equals' && Array.isArray(argument)) {
    return resolve(template, argument[0]) === resolve(template, argument[1]);
  }
  if (entries.length === 1 && name === 'Fn::If' && Array.isArray(argument)) {
    const holds = resolve(template, template.Conditions?.[argument[0]]);
    return resolve(template, holds === true ? argument[1] : argument[2]);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, resolve(template, item)]));
}

function resolveRef(template: TemplateJson, logicalId: string): string {
  const pseudo = PSEUDO_PARAMETERS[logicalId];
  if (pseudo !== undefined) return pseudo;
  const type = template.Resources[logicalId]?.Type;
  if (type === undefined) throw new Error(`Nothing is called ${logicalId}`);
  return REF_IS_ARN.has(type) ? arnOf(template, logicalId) : logicalId;
}
