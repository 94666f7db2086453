/** The event bus: named, given as an object, or none, which must leave no trace. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { describe, expect, it } from 'vitest';
import { WorkQueueMonitor } from '../../infra/work-queue-monitor.ts';
import { resolve } from './support/resolve-template.ts';
import { EVENT_BUS, OWN_SOURCE, simulate } from './support/simulate-role.ts';
import { resourceOf, synthesizeMonitor, type TemplateJson } from './support/synthesize-monitor.ts';

const ARN = 'arn:aws:events:eu-west-1:999988887777:event-bus/central';
const HERE = 'arn:aws:events:eu-west-1:111122223333:event-bus';

const variableIn = (template: TemplateJson) => {
  const { Environment } = resourceOf(template, 'AWS::Lambda::Function').Properties;
  const { Variables } = Environment as { readonly Variables: Readonly<Record<string, unknown>> };
  return resolve(template, Variables.EVENT_BUS_NAME);
};
const statementsIn = (template: TemplateJson) => {
  const { PolicyDocument } = resourceOf(template, 'AWS::IAM::Policy', 'RunRole').Properties;
  const { Statement } = PolicyDocument as { readonly Statement: readonly { readonly Action: unknown }[] };
  return Statement.filter(({ Action }) => JSON.stringify(Action).includes('events:'));
};
const outputIn = (template: TemplateJson, name: string) => resolve(template, template.Outputs[name]?.Value);

describe('an event bus', () => {
  it('is none unless it is named: no variable, no permission, no output', () => {
    const template = synthesizeMonitor();

    expect(JSON.stringify(template)).not.toMatch(/EVENT_BUS_NAME|event-bus|events:Put|EventBus/);
  });

  it.each([
    ['default', `${HERE}/default`],
    ['incidents', `${HERE}/incidents`],
    [ARN, ARN],
  ])('%s is what the function is told of, and may put on', (eventBusName, arn) => {
    const template = synthesizeMonitor({ eventBusName });
    const [statement, ...more] = statementsIn(template);

    expect(variableIn(template)).toBe(arn);
    expect(outputIn(template, 'EventBusName')).toBe(arn);
    expect(more).toEqual([]);
    expect(resolve(template, statement)).toEqual({
      Action: 'events:PutEvents',
      Effect: 'Allow',
      Resource: arn,
      Condition: { 'ForAllValues:StringEquals': { 'events:source': 'qoder.work-queue-monitor' } },
    });
  });

  it('of another account gets the statement for its policy printed', () => {
    const template = synthesizeMonitor({ eventBusName: ARN });

    expect(JSON.parse(String(outputIn(template, 'EventBusStatements')))).toMatchObject([
      { Sid: 'AllowMonitor', Action: 'events:PutEvents', Resource: ARN },
    ]);
    expect(synthesizeMonitor({ eventBusName: 'incidents' }).Outputs).not.toHaveProperty('EventBusStatements');
  });

  it('of another account, given as an object, has it printed too', () => {
    const stack = new Stack();
    const eventBus = EventBus.fromEventBusArn(stack, 'Central', ARN);
    const monitor = new WorkQueueMonitor(stack, 'Monitor', {
      monitor: 'default',
      environments: 'all',
      eventBus,
    });

    expect(monitor.demands.map(({ output }) => output)).toEqual(['EventBusStatements']);
  });

  it('can be an object of the app, also of another stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Queues');
    const eventBus = new EventBus(new Stack(app, 'Buses'), 'Incidents') as IEventBus;
    const monitor = new WorkQueueMonitor(stack, 'Monitor', {
      monitor: 'default',
      environments: 'all',
      eventBus,
    });
    monitor.addOutputs();
    const template = Template.fromStack(stack).toJSON() as TemplateJson;

    expect(monitor.eventBus).toBe(eventBus);
    expect(monitor.demands).toEqual([]);
    expect(statementsIn(template)).toHaveLength(1);
    expect(JSON.stringify(variableIn(template))).toContain('Incidents');
  });

  it('is refused as an object beside its name', () => {
    const stack = new Stack();
    const create = () =>
      new WorkQueueMonitor(stack, 'Monitor', {
        monitor: 'default',
        environments: 'all',
        eventBus: new EventBus(stack, 'Incidents') as IEventBus,
        eventBusName: 'incidents',
      });

    expect(create).toThrow('eventBusName: "incidents": remove it, or leave eventBus out: both name the same');
  });

  it('takes events of the own source only', async () => {
    const put = (context: Readonly<Record<string, string>>, resource = EVENT_BUS) =>
      simulate('RunRole', { action: 'events:PutEvents', resource, context });

    expect(await put(OWN_SOURCE)).toBe('Allowed');
    expect(await put({ 'events:source': 'com.example.shop' })).toBe('ImplicitlyDenied');
    expect(await put(OWN_SOURCE, EVENT_BUS.replace('incidents', 'default'))).toBe('ImplicitlyDenied');
  });
});
