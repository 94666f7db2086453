/** The plain template as moto's CloudFormation can deploy it, and its function as the stack has it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { type LocalFunction, startFunctionIn } from '../../../local/function/start-function.ts';
import { STAND_IN_CREDENTIALS } from '../../../local/stand-ins/credentials.ts';
import { plainTemplate, synthesized } from './plain-template.ts';
import { ACCOUNT, REGION } from './resolve-template.ts';
import { resourceOf } from './synthesize-monitor.ts';

export const STACK = 'qoder-monitor';
export const BUCKET = 'code-bucket';

/** moto makes nothing of these types, and knows no value of theirs that others could name. */
const LACKING = ['AWS::SecretsManager::Secret', 'AWS::CloudWatch::Alarm'];

/** @param secretArn of a secret that stands in for the stack's own. @returns JSON */
export function forMoto(secretArn: string): string {
  const lacking = new Map(
    Object.entries(plainTemplate.Resources)
      .filter(([, { Type }]) => LACKING.includes(Type))
      .map(([id, { Type }]) => [
        id,
        Type === 'AWS::SecretsManager::Secret'
          ? secretArn
          : `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${id}`,
      ]),
  );
  const resources = Object.fromEntries(
    Object.entries(plainTemplate.Resources).filter(([id]) => !lacking.has(id)),
  );
  return JSON.stringify(
    { ...plainTemplate, Resources: resources },
    (_key, value) => lacking.get(value?.Ref ?? value?.['Fn::GetAtt']?.[0]) ?? value,
  );
}

/** A request as the AWS CLI would send it; moto reads nothing but the service from the signature. */
const request = (url: string, service: string, path: string, init: RequestInit = {}) =>
  fetch(`${url}${path}`, {
    ...init,
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=x/20261124/${REGION}/${service}/aws4_request` },
  });

export async function createBucket(url: string, name: string): Promise<void> {
  const body = `<CreateBucketConfiguration><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`;
  const { status } = await request(url, 's3', `/${name}`, { method: 'PUT', body });
  if (status !== 200) throw new Error(`Making the bucket ${name} in moto failed: ${status}`);
}

export async function uploadCode(url: string, prefix: string): Promise<void> {
  await createBucket(url, BUCKET);
  const body = new Uint8Array(synthesized.zip);
  const { status } = await request(url, 's3', `/${BUCKET}/${prefix}${synthesized.zipName}`, {
    method: 'PUT',
    body,
  });
  if (status !== 200) throw new Error(`Uploading the zip to moto failed: ${status}`);
}

export interface MotoStack {
  /** Creates it, or updates it. @returns its status */
  readonly deploy: (parameters: Readonly<Record<string, string>>) => Promise<string>;
  readonly outputs: () => Promise<Readonly<Record<string, string>>>;
  /** Types and physical ids of its resources, by logical id. */
  readonly resources: () => Promise<ReadonlyMap<string, { readonly type: string; readonly name: string }>>;
  /** Its function's configuration, as Lambda tells it. */
  readonly functionConfiguration: () => Promise<FunctionConfiguration>;
  readonly close: () => void;
}

export interface FunctionConfiguration {
  readonly CodeSha256: string;
  readonly Handler: string;
  readonly Runtime: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

export function connectStack(url: string, template: string): MotoStack {
  const client = new CloudFormationClient({
    endpoint: url,
    region: REGION,
    credentials: STAND_IN_CREDENTIALS,
  });
  const describe = async () =>
    (await client.send(new DescribeStacksCommand({ StackName: STACK }))).Stacks?.[0];
  const resources = async () => {
    const { StackResources = [] } = await client.send(
      new DescribeStackResourcesCommand({ StackName: STACK }),
    );
    return new Map(
      StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '' }) => [
        LogicalResourceId,
        { type: ResourceType, name: PhysicalResourceId },
      ]),
    );
  };
  let isThere = false;
  return {
    resources,
    deploy: async (values) => {
      const Parameters = Object.entries(values).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      }));
      const input = {
        StackName: STACK,
        TemplateBody: template,
        Parameters,
        Capabilities: ['CAPABILITY_IAM' as const],
      };
      await (isThere
        ? client.send(new UpdateStackCommand(input))
        : client.send(new CreateStackCommand(input)));
      isThere = true;
      return (await describe())?.StackStatus ?? '';
    },
    outputs: async () =>
      Object.fromEntries(
        ((await describe())?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
          OutputKey,
          OutputValue,
        ]),
      ),
    functionConfiguration: async () => {
      const { name = '' } =
        (await resources()).get(resourceOf(plainTemplate, 'AWS::Lambda::Function').id) ?? {};
      const answer = await request(url, 'lambda', `/2015-03-31/functions/${name}/configuration`);
      return (await answer.json()) as FunctionConfiguration;
    },
    close: () => client.destroy(),
  };
}

/** Starts what is in the zip, unpacked by another program than the one that made it. */
export function startZip(variables: Readonly<Record<string, string>>): LocalFunction {
  const folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-zip-'));
  const zip = join(folder, synthesized.zipName);
  writeFileSync(zip, synthesized.zip);
  const { status, stderr } = spawnSync('python3', ['-m', 'zipfile', '-e', zip, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Unpacking ${zip} failed: ${stderr}`);
  rmSync(zip);
  return startFunctionIn(folder, variables);
}
