/** dist/template: what CloudFormation itself checks and limits, and that nothing of the CDK is left in it. */
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../../../contract/deployment.ts';
import { LOCAL_RUNBOOK } from '../../../contract/local-runbook.ts';
import { settingsSchema } from '../../../contract/settings.ts';
import { monitorSchema } from '../../../infra/config/monitor-config.ts';
import { AT_SYNTHESIS } from '../../../lambda/read-settings.ts';
import { synthesizeTemplate } from '../../../scripts/template/synthesize-template.ts';
import { bodyOf, type Widget } from '../support/dashboard-references.ts';
import { PARAMETER_VALUES, plainTemplate, synthesized, withParameters } from '../support/plain-template.ts';
import { resolve } from '../support/resolve-template.ts';
import {
  resourceOf,
  resourcesOf,
  synthesizeMonitor,
  type TemplateJson,
} from '../support/synthesize-monitor.ts';

/** Source: CloudFormation quotes, "Template body size in a request". */
const LARGEST_BODY_BYTES = 51_200;
/** Source: Lambda quotes, "Environment variables". */
const LARGEST_VARIABLES_BYTES = 4096;

const idsOf = (template: TemplateJson) => Object.keys(template.Resources);

const withoutLines = ({ type, properties: { annotations: _, ...properties } }: Widget) => ({
  type,
  properties,
});

describe('the plain template', () => {
  it('is the same, to the byte, at every synthesis, and so is the zip', () => {
    expect(synthesizeTemplate()).toEqual(synthesized);
  });

  it('can be deployed without a bucket for itself', () => {
    const size = Buffer.byteLength(synthesized.template);
    console.info(
      `the template has ${size} of ${LARGEST_BODY_BYTES} bytes, the zip ${synthesized.zip.length}`,
    );

    expect(size).toBeLessThan(LARGEST_BODY_BYTES);
  });

  it('has nothing of the CDK: no bootstrap, no asset parameters, no tokens, no metadata', () => {
    expect(Object.keys(plainTemplate.Parameters).toSorted()).toEqual(
      Object.values(PARAMETERS).flat().toSorted(),
    );
    expect(synthesized.template).not.toMatch(
      /BootstrapVersion|cdk-|aws:cdk|AWS::CDK|Token\[|AssetParameters/,
    );
  });

  it('has the ids of a stack of the CDK, so that one updates the other; only subscriptions are its own', () => {
    const plain = idsOf(withParameters());
    const isSubscription = (id: string) => /Subscription|^Email\d|meexamplecom/.test(id);

    expect(plain.filter((id) => !isSubscription(id))).toEqual(
      idsOf(synthesizeMonitor()).filter((id) => !isSubscription(id)),
    );
    expect(plain.filter(isSubscription)).toEqual(['Email1Alerts', 'Email1Health']);
  });

  it('makes the same of everything, but for code, menu and lines of the dashboard, and who subscribes', () => {
    const everything = (template: TemplateJson) =>
      Object.entries(template.Resources)
        .filter(([, { Type }]) => !/Subscription|Dashboard|::Function/.test(Type))
        .map(([id, resource]) => [id, resolve(template, resource)]);
    const functionOf = (template: TemplateJson) => {
      const { Code, Environment, ...rest } = resourceOf(template, 'AWS::Lambda::Function').Properties;
      return resolve(template, rest);
    };
    const plain = withParameters();
    const byCdk = synthesizeMonitor({ runbookUrl: LOCAL_RUNBOOK });

    expect(everything(plain)).toEqual(everything(byCdk));
    expect(functionOf(plain)).toEqual(functionOf(byCdk));
    expect(bodyOf(plain).widgets.map(withoutLines)).toEqual(bodyOf(byCdk).widgets.map(withoutLines));
  });

  it('names a zip that is named by its content, whatever the parameters were before', () => {
    const { S3Bucket, S3Key } = resourceOf(plainTemplate, 'AWS::Lambda::Function').Properties.Code as Record<
      string,
      unknown
    >;

    expect(S3Bucket).toEqual({ Ref: 'CodeBucket' });
    expect(S3Key).toEqual({ 'Fn::Join': ['', [{ Ref: 'CodePrefix' }, synthesized.zipName]] });
    expect(synthesized.zipName).toMatch(/^qoder-work-queue-monitor-\d+\.\d+\.\d+-[0-9a-f]{16}\.zip$/);
  });

  it('makes subscriptions of the addresses that are given, to both topics', () => {
    const addressesOf = (values: Readonly<Record<string, string>>) =>
      resourcesOf(withParameters({ ...PARAMETER_VALUES, ...values }), 'AWS::SNS::Subscription').map(
        ([id, { Properties }]) => `${id} ${Properties.Endpoint}`,
      );

    expect(addressesOf({ Email1: '' })).toEqual([]);
    expect(addressesOf({ Email1: '', Email4: 'you@example.com' })).toEqual([
      'Email4Alerts you@example.com',
      'Email4Health you@example.com',
    ]);
  });

  it('calls its monitor as the stack is called, unless told otherwise: no two are of one name by accident', () => {
    const { MonitorName: _, ...unnamed } = PARAMETER_VALUES;
    const nameIn = (template: TemplateJson) => resolve(template, template.Outputs.MonitorName?.Value);

    expect(nameIn(withParameters())).toBe('default');
    expect(nameIn(withParameters(unnamed))).toBe('QoderMonitor-default');
  });

  it('is told what other settings of the CDK it has no place for, each by its name', () => {
    const elsewhere = [...Object.keys(settingsSchema.entries), 'baseUrl', 'emails', 'tags'];

    expect(AT_SYNTHESIS.toSorted()).toEqual(
      Object.keys(monitorSchema.entries)
        .filter((name) => !elsewhere.includes(name))
        .toSorted(),
    );
  });

  it('draws no levels, and finds its environments itself', () => {
    const { widgets, variables } = bodyOf(withParameters());

    expect(JSON.stringify(widgets)).not.toMatch(/"label":"(warning|critical)/);
    expect(variables).toMatchObject([{ populateFrom: 'EnvironmentId' }]);
  });

  it('says the commands of the next steps for the stack as it was called', () => {
    const template = withParameters();
    const outputs = Object.fromEntries(
      Object.entries(template.Outputs).map(([name, { Value }]) => [name, resolve(template, Value)]),
    );

    expect(outputs).toMatchObject({
      MonitorName: 'default',
      BaseUrl: 'https://api.qoder.com/api/v1/cloud',
      TestAlertCommand: 'npx qoder-work-queue-monitor test-alert --stack QoderMonitor-default',
      StoreTokenCommand: expect.stringMatching(
        /^npx qoder-work-queue-monitor token --secret 'arn:\S+' --base-url 'https:\/\/api\.qoder\.com\/api\/v1\/cloud'$/,
      ),
    });
  });

  it('fits its variables into a function, however long names and values are', () => {
    const longest = Object.fromEntries(
      Object.entries(plainTemplate.Parameters).map(([name, { MaxLength }]) => [
        name,
        'x'.repeat(MaxLength ?? 64),
      ]),
    );
    const template = withParameters(longest);
    const { Environment } = resourceOf(template, 'AWS::Lambda::Function').Properties;
    const { Variables } = resolve(template, Environment) as { Variables: Readonly<Record<string, string>> };
    // Names that CloudFormation makes: of a stack with the longest name, in the region with the longest.
    const stack = 'S'.repeat(128);
    const region = 'ap-southeast-1';
    const made = {
      TABLE_NAME: `${stack}-${Variables.TABLE_NAME}-ABCDEFGHIJKLM`,
      ALERTS_TOPIC_ARN: `arn:aws-us-gov:sns:${region}:111122223333:${stack}-${Variables.ALERTS_TOPIC_ARN?.split(':').at(-1)}-ABCDEFGHIJKLM`,
      TOKEN_SECRET_ID: `arn:aws-us-gov:secretsmanager:${region}:111122223333:secret:MonitorTokenFCE3FDAA-ABCDEFGHIJKLM-AbCdEf`,
      DASHBOARD_URL: `https://${region}.console.amazonaws-us-gov.com/cloudformation/home?region=${region}#/stacks/outputs?stackId=arn:aws-us-gov:cloudformation:${region}:111122223333:stack/${stack}/12345678-1234-1234-1234-123456789012`,
    };
    const bytes = Object.entries({ ...Variables, ...made })
      .flat()
      .join('').length;
    console.info(`variables have at most ${bytes} of ${LARGEST_VARIABLES_BYTES} bytes`);

    expect(Object.keys(made).filter((name) => !(name in Variables))).toEqual([]);
    expect(bytes).toBeLessThan(LARGEST_VARIABLES_BYTES);
  });
});

describe('parameters', () => {
  const matches = (name: string, value: string) => {
    const parameter = plainTemplate.Parameters[name];
    return parameter !== undefined && new RegExp(parameter.AllowedPattern).test(value);
  };

  it.each([
    ['Environments', 'all'],
    ['Environments', 'env_a'],
    ['Environments', 'env_a,env_B-2 , env_c_3'],
    ['MonitorName', 'night-shift'],
    ['MonitorName', ''],
    ['BaseUrl', 'https://api.qoder.com.cn/api/v1/cloud'],
    ['BaseUrl', 'https://gateway.example:8443/q/'],
    ['Email1', ''],
    ['Email5', 'first.last+tag@mail.example.com'],
    ['Thresholds', '{"queue-stuck":{"warning":120}}'],
    ['Thresholds', ' {\n "stuck-starting": "off"\n}\n'],
    ['Settings', '{}'],
    ['CodeBucket', 'my-bucket.eu'],
    ['CodePrefix', ''],
    ['CodePrefix', 'a/b/'],
  ])('%s takes %j', (name, value) => {
    expect(matches(name, value)).toBe(true);
  });

  it.each([
    ['Environments', ''],
    ['Environments', 'prod'],
    ['Environments', 'env_a,'],
    ['Environments', 'env_a env_b'],
    ['Environments', 'all,env_a'],
    ['Environments', '["env_a"]'],
    ['MonitorName', '1st'],
    ['MonitorName', 'a b'],
    ['BaseUrl', 'http://api.qoder.com/api/v1/cloud'],
    ['BaseUrl', 'https://api.qoder.com'],
    ['BaseUrl', 'https://gateway.example///'],
    ['BaseUrl', 'https:///api/v1/cloud'],
    ['BaseUrl', 'https://user@api.qoder.com/api/v1/cloud'],
    ['BaseUrl', 'https://api.qoder.com/api/v1/cloud?x'],
    ['Email1', 'me'],
    ['Email1', 'me@example.com,you@example.com'],
    ['Thresholds', ''],
    ['Thresholds', '[]'],
    ['Settings', 'metrics=lean'],
    ['CodeBucket', 's3://bucket'],
    ['CodeBucket', ''],
    ['CodePrefix', '/a/'],
    ['CodePrefix', 'a'],
  ])('%s refuses %j at the deployment', (name, value) => {
    expect(matches(name, value)).toBe(false);
  });

  it('have defaults that they take, but for what only a person can say', () => {
    const withoutDefault = Object.entries(plainTemplate.Parameters).filter(
      ([, { Default }]) => Default === undefined,
    );

    expect(withoutDefault.map(([name]) => name)).toEqual(['Environments', 'CodeBucket']);
    for (const [name, { Default }] of Object.entries(plainTemplate.Parameters)) {
      if (Default !== undefined) expect([name, matches(name, Default)]).toEqual([name, true]);
    }
  });

  it('say what they are for and what they take, and stand in a group of the console', () => {
    const { Metadata } = plainTemplate as unknown as {
      Metadata: Record<string, { ParameterGroups: readonly { Parameters: readonly string[] }[] }>;
    };
    const grouped = Metadata['AWS::CloudFormation::Interface']?.ParameterGroups.flatMap(
      ({ Parameters }) => Parameters,
    );

    expect(grouped?.toSorted()).toEqual(Object.keys(plainTemplate.Parameters).toSorted());
    for (const parameter of Object.values(plainTemplate.Parameters)) {
      expect(parameter).toMatchObject({
        Type: 'String',
        Description: expect.stringMatching(/.{20,}/),
        ConstraintDescription: expect.stringMatching(/^write /),
      });
    }
  });

  it('name each address once: two subscriptions of one would both go when one is removed', () => {
    const refusals = (values: Readonly<Record<string, string>>) => {
      const filled = JSON.parse(JSON.stringify(plainTemplate.Rules), (_key, value) =>
        typeof value?.Ref === 'string' ? (values[value.Ref] ?? '') : value,
      ) as typeof plainTemplate.Rules;
      return Object.values(filled)
        .flatMap(({ Assertions }) => Assertions)
        .filter(({ Assert }) => !holds(Assert))
        .map(({ AssertDescription }) => AssertDescription);
    };

    expect(refusals({ Email1: 'a@x.com', Email2: 'b@x.com' })).toEqual([]);
    expect(refusals({ Email2: 'b@x.com', Email5: 'b@x.com' })).toEqual([
      'Email5 is Email2 again: leave one of them empty',
    ]);
  });
});

/** Rule functions of CloudFormation, over plain values. */
function holds(assertion: unknown): boolean {
  const [[name, parts] = ['', []]] = Object.entries(assertion as Record<string, readonly unknown[]>);
  if (name === 'Fn::Or') return parts.some(holds);
  if (name === 'Fn::Not') return !holds(parts[0]);
  return parts[0] === parts[1];
}
