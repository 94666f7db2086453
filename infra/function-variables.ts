/** What a function has to know and cannot read in its settings: names of resources, and which of several it is. */
import type * as events from 'aws-cdk-lib/aws-events';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { VARIABLES } from '../contract/deployment.ts';
import { METRIC_NAMESPACE } from '../contract/metrics.ts';
import { ConsoleUrls } from './console-urls.ts';
import type { Variables } from './monitor-function.ts';

/** The construct that has them. */
export interface VariableResources extends IConstruct {
  readonly config: { readonly baseUrl: string };
  /** One for all functions, or that of each shard. */
  readonly tokenSecrets: readonly [secretsmanager.ISecret, ...secretsmanager.ISecret[]];
  readonly table: { readonly tableName: string };
  readonly alertsTopic: sns.ITopic;
  readonly chatTopic: sns.ITopic | undefined;
  readonly eventBus: events.IEventBus | undefined;
}

/** @param shard of which the function is, from 0 */
export function toVariables(resources: VariableResources, shard: number): Variables {
  const { tokenSecrets, chatTopic, eventBus } = resources;
  const { secretArn } = tokenSecrets[shard] ?? tokenSecrets[0];
  return {
    [VARIABLES.baseUrl]: resources.config.baseUrl,
    [VARIABLES.tokenSecretId]: secretArn,
    [VARIABLES.tableName]: resources.table.tableName,
    [VARIABLES.alertsTopicArn]: resources.alertsTopic.topicArn,
    ...(chatTopic === undefined ? {} : { [VARIABLES.chatTopicArn]: chatTopic.topicArn }),
    ...(eventBus === undefined ? {} : { [VARIABLES.eventBusName]: eventBus.eventBusArn }),
    [VARIABLES.metricNamespace]: METRIC_NAMESPACE,
    [VARIABLES.dashboardUrl]: ConsoleUrls.of(resources).toOutputs(),
    ...(shard === 0 ? {} : { [VARIABLES.shard]: String(shard) }),
  };
}
