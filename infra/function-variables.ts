/** What the function has to know and cannot read in its settings: names of resources. */
import type * as events from 'aws-cdk-lib/aws-events';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { VARIABLES } from '../contract/deployment.ts';
import { METRIC_NAMESPACE } from '../contract/metrics.ts';
import type { Variables } from './monitor-function.ts';

export interface VariableResources {
  readonly config: { readonly baseUrl: string };
  readonly tokenSecretArn: string;
  readonly table: { readonly tableName: string };
  readonly alertsTopic: sns.ITopic;
  readonly chatTopic: sns.ITopic | undefined;
  readonly eventBus: events.IEventBus | undefined;
}

export function toVariables(resources: VariableResources, dashboardUrl: string): Variables {
  const { chatTopic, eventBus } = resources;
  return {
    [VARIABLES.baseUrl]: resources.config.baseUrl,
    [VARIABLES.tokenSecretId]: resources.tokenSecretArn,
    [VARIABLES.tableName]: resources.table.tableName,
    [VARIABLES.alertsTopicArn]: resources.alertsTopic.topicArn,
    ...(chatTopic === undefined ? {} : { [VARIABLES.chatTopicArn]: chatTopic.topicArn }),
    ...(eventBus === undefined ? {} : { [VARIABLES.eventBusName]: eventBus.eventBusArn }),
    [VARIABLES.metricNamespace]: METRIC_NAMESPACE,
    [VARIABLES.dashboardUrl]: dashboardUrl,
  };
}
