/** CDK tokens in the props: what is known at deployment only. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { WorkQueueMonitor, type WorkQueueMonitorProps } from '../../infra/work-queue-monitor.ts';
import { bodyOf } from './support/dashboard-references.ts';
import { assetFolderOf, resourceOf, resourcesOf, type TemplateJson } from './support/synthesize-monitor.ts';

const MONITOR = { monitor: 'default', environments: ['env_a'] } as const;

/** A stack; a parameter is made when it is first asked for, since the CDK warns of those without a use. */
function aStack() {
  const app = new App();
  const stack = new Stack(app, 'Queues');
  const parameter = (name: string, type = 'String') => new CfnParameter(stack, name, { type });
  return {
    app,
    stack,
    get text() {
      return parameter('Text').valueAsString;
    },
    get list() {
      return parameter('List', 'CommaDelimitedList').valueAsList;
    },
    get count() {
      return parameter('Count', 'Number').valueAsNumber;
    },
    make: (props: Partial<WorkQueueMonitorProps>) =>
      new WorkQueueMonitor(stack, 'Monitor', { ...MONITOR, ...props }),
  };
}

type Built = ReturnType<typeof aStack>;

const toTemplate = (stack: Stack) => Template.fromStack(stack).toJSON() as TemplateJson;

const variablesIn = (template: TemplateJson) =>
  (resourceOf(template, 'AWS::Lambda::Function').Properties.Environment as { Variables: object }).Variables;

const settingsIn = (app: App) =>
  JSON.parse(readFileSync(join(assetFolderOf(app), 'settings.json'), 'utf8')) as object;

describe('environments that are tokens', () => {
  it.each([
    ['one of them', ({ text }: Built) => ['env_b', text], [',', ['env_b', { Ref: 'Text' }]]],
    ['the whole list', ({ list }: Built) => list, [',', { Ref: 'List' }]],
    [
      'a text that is split',
      ({ text }: Built) => Fn.split(',', text),
      [',', { 'Fn::Split': [',', { Ref: 'Text' }] }],
    ],
  ])('become a variable, and stand in no file: %s', (_name, toEnvironments, join) => {
    const built = aStack();
    built.make({ environments: toEnvironments(built) });
    const template = toTemplate(built.stack);

    expect(variablesIn(template)).toMatchObject({ QODER_ENVIRONMENTS: { 'Fn::Join': join } });
    expect(variablesIn(template)).not.toHaveProperty('QODER_MONITOR');
    expect(settingsIn(built.app)).toMatchObject({ monitor: 'default' });
    expect(settingsIn(built.app)).not.toHaveProperty('environments');
    expect(JSON.stringify(template)).not.toContain('Token[');
  });

  it('are found by the dashboard as discovered ones are', () => {
    const { make, list, stack } = aStack();
    make({ environments: list });
    const [menu] = bodyOf(toTemplate(stack)).variables;

    expect(menu).toMatchObject({
      search: expect.stringContaining('QueueDepth'),
      populateFrom: 'EnvironmentId',
    });
  });

  it('do not hide what is wrong with the ids beside them', () => {
    const { make, text } = aStack();

    expect(() => make({ environments: [text, 'prod'] })).toThrow(
      'environments[1]: "prod": write an environment id',
    );
  });
});

it('a name and a base URL that are tokens reach everything that names them', () => {
  const { app, make, text, stack } = aStack();
  make({ monitor: text, baseUrl: text }).addOutputs();
  const template = toTemplate(stack);

  expect(variablesIn(template)).toMatchObject({
    QODER_MONITOR: { Ref: 'Text' },
    QODER_BASE_URL: { Ref: 'Text' },
  });
  expect(settingsIn(app)).not.toHaveProperty('monitor');
  expect(template.Outputs).toMatchObject({
    MonitorName: { Value: { Ref: 'Text' } },
    BaseUrl: { Value: { Ref: 'Text' } },
  });
  expect(resourceOf(template, 'AWS::CloudWatch::Alarm', 'NoSuccessfulRun').Properties.Dimensions).toEqual([
    { Name: 'Monitor', Value: { Ref: 'Text' } },
  ]);
});

describe('settingsAtDeployment', () => {
  const toTexts = ({ text }: Built) => ({
    thresholds: text,
    others: Fn.join('', ['{"workspaceId":"', text, '"}']),
  });

  it('become variables', () => {
    const built = aStack();
    built.make({ settingsAtDeployment: toTexts(built) });

    expect(variablesIn(toTemplate(built.stack))).toMatchObject({
      QODER_THRESHOLDS: { Ref: 'Text' },
      QODER_SETTINGS: { 'Fn::Join': ['', ['{"workspaceId":"', { Ref: 'Text' }, '"}']] },
    });
  });

  it('reach each of several functions, as environments that are tokens do', () => {
    const built = aStack();
    built.make({
      environments: built.list,
      shards: 3,
      tokenPerShard: true,
      settingsAtDeployment: toTexts(built),
    });
    const functions = resourcesOf(toTemplate(built.stack), 'AWS::Lambda::Function');
    const variables = functions.map(
      ([, { Properties }]) => (Properties.Environment as { Variables: Record<string, unknown> }).Variables,
    );

    expect(variables.map(({ SHARD }) => SHARD)).toEqual([undefined, '1', '2']);
    for (const each of variables) {
      expect(each).toMatchObject({
        QODER_ENVIRONMENTS: { 'Fn::Join': [',', { Ref: 'List' }] },
        QODER_THRESHOLDS: { Ref: 'Text' },
        QODER_SETTINGS: { 'Fn::Join': ['', ['{"workspaceId":"', { Ref: 'Text' }, '"}']] },
      });
    }
    expect(settingsIn(built.app)).toMatchObject({ shards: 3, tokenPerShard: true });
  });

  it('leave the dashboard without lines, which would show other levels', () => {
    const linesWith = (later: boolean) => {
      const built = aStack();
      built.make(later ? { settingsAtDeployment: toTexts(built) } : {});
      return bodyOf({ ...toTemplate(built.stack) }).widgets.flatMap(
        ({ properties }) =>
          (properties.annotations as { horizontal?: readonly { label?: string }[] } | undefined)
            ?.horizontal ?? [],
      );
    };
    const isLevel = ({ label = '' }: { label?: string }) => /^(warning|critical)/.test(label);

    expect(linesWith(false).filter(isLevel).length).toBeGreaterThan(3);
    expect(linesWith(true).filter(isLevel)).toEqual([]);
  });
});

describe('tokens anywhere else', () => {
  const where: readonly (readonly [path: string, toProps: (built: Built) => object])[] = [
    ['emails[0]', ({ text }) => ({ emails: [text] })],
    ['emails', ({ list }) => ({ emails: list })],
    ['workspaceId', ({ text }) => ({ workspaceId: text })],
    ['sessionUrl', ({ text }) => ({ sessionUrl: `https://x.example/{id}/${text}` })],
    ['runbookUrl', ({ text }) => ({ runbookUrl: `https://x.example/${text}` })],
    ['heartbeatIntervalSeconds', ({ count }) => ({ heartbeatIntervalSeconds: count })],
    ['logRetentionDays', ({ count }) => ({ logRetentionDays: count })],
    ['metrics', ({ text }) => ({ metrics: text })],
    ['chat', ({ text }) => ({ chat: Token.asAny(text) })],
    ['shards', ({ count }) => ({ shards: count })],
    ['tokenPerShard', ({ text }) => ({ tokenPerShard: Token.asAny(text) })],
    [
      'thresholds.queue-stuck.warning',
      ({ count }) => ({ thresholds: { 'queue-stuck': { warning: count } } }),
    ],
    ['slack.channelId', ({ text }) => ({ slack: { workspaceId: 'T1', channelId: text } })],
    [
      'mute[0].environments[0]',
      ({ text }) => ({
        mute: [{ environments: [text], from: '22:00', until: '23:00', timezone: 'UTC' }],
      }),
    ],
  ];

  it.each(where)('are refused by name, once: %s', (path, toProps) => {
    const built = aStack();
    const make = () => built.make(toProps(built) as Partial<WorkQueueMonitorProps>);

    expect(make).toThrow(
      new RegExp(
        `^The monitor default is not valid:\n  ${path.replaceAll(/[[\].]/g, '\\$&')}: "[^\n]*": write the value itself, not a CDK token: [^\n]*$`,
      ),
    );
  });

  it('are refused as ids of overrides', () => {
    const { make, text } = aStack();

    expect(() => make({ overrides: { [text]: { heartbeatIntervalSeconds: 5 } } })).toThrow(
      /\n {2}overrides\.\$\{Token\[[^\n]*: write the value itself, not a CDK token/,
    );
  });

  it('are used where they become part of a resource', () => {
    const { make, text, stack } = aStack();
    make({ tags: { team: text }, environmentNames: { env_a: text }, alertsTopicArn: text });

    expect(JSON.stringify(toTemplate(stack))).not.toContain('Token[');
  });
});
