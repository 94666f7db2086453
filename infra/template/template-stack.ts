/** The stack of a monitor as a template for whoever deploys without the CDK: what may differ are its parameters. */
import { type App, Aws, CfnCondition, Fn, type IStackSynthesizer, Stack, Validations } from 'aws-cdk-lib';
import { PARAMETERS } from '../../contract/deployment.ts';
import { WorkQueueMonitor } from '../work-queue-monitor.ts';
import { subscribeEmails } from './email-subscriptions.ts';
import { type CodeFile, OwnBucketSynthesizer } from './own-bucket-synthesizer.ts';
import { addParameters } from './template-parameters.ts';

export interface TemplateStack {
  readonly stack: Stack;
  readonly code: CodeFile;
}

export function createTemplateStack(app: App): TemplateStack {
  const synthesizer = new OwnBucketSynthesizer();
  const stack = new Stack(app, 'QoderMonitor', {
    description: 'Qoder work queue monitor: metrics, alerts, dashboard',
    // CDK's own types do not fit each other where undefined is not the same as missing.
    synthesizer: synthesizer as IStackSynthesizer,
  });
  const { monitor: name, environments, baseUrl, thresholds, settings, emails } = addParameters(stack);
  // The ids of its resources are those of the CDK's stack: one can be updated by the other.
  const monitor = new WorkQueueMonitor(stack, 'Monitor', {
    monitor: orStackName(stack, name),
    environments: Fn.split(',', environments),
    baseUrl,
    settingsAtDeployment: { thresholds, others: settings },
  });
  monitor.addOutputs();
  subscribeEmails(stack, emails, { Alerts: monitor.alertsTopic, Health: monitor.healthTopic });
  return { stack, code: synthesizer.code };
}

/** Two monitors of one name would each pass for the other: an alarm on the death of one would see the runs of both. */
function orStackName(stack: Stack, name: string): string {
  const isNamed = new CfnCondition(stack, `Has${PARAMETERS.monitor}`, {
    expression: Fn.conditionNot(Fn.conditionEquals(name, '')),
  });
  Validations.of(stack).acknowledge({
    id: 'CloudFormation-Validate::W1030',
    reason: 'An empty name goes nowhere: the condition puts that of the stack in its place.',
  });
  return Fn.conditionIf(isNamed.logicalId, name, Aws.STACK_NAME).toString();
}
