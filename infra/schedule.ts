/** Starts a run every minute, of each function. A run that could not be started is not made up for: the next one sees it all. */
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { SCHEDULER_INPUT } from '../contract/deployment.ts';
import { shardIdSuffix } from './monitor-function.ts';
import { schedulerPrincipal } from './permissions.ts';

/** Source: RetryPolicy of AWS::Scheduler::Schedule, smallest MaximumEventAgeInSeconds. */
const SHORTEST_EVENT_AGE_SECONDS = 60;

class MinuteSchedule extends Construct {
  readonly schedule: CfnSchedule;

  constructor(scope: Construct, id: string, target: lambda.Function, description: string) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      assumedBy: schedulerPrincipal(Stack.of(this)),
      description: `${description}: starts the function`,
    });
    // Not grantInvoke: it would also allow every version and alias.
    role.addToPolicy(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
    );
    this.schedule = new CfnSchedule(this, 'Schedule', {
      description,
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify(SCHEDULER_INPUT),
        retryPolicy: { maximumEventAgeInSeconds: SHORTEST_EVENT_AGE_SECONDS, maximumRetryAttempts: 0 },
      },
    });
    // The first run must find the role's policy in place.
    this.schedule.node.addDependency(role);
  }
}

/** @returns the schedule of the first */
export function scheduleAll(
  scope: Construct,
  [first, ...others]: readonly [lambda.Function, ...lambda.Function[]],
  description: string,
): CfnSchedule {
  for (const [index, target] of others.entries()) {
    const shard = index + 1;
    new MinuteSchedule(scope, `EveryMinute${shardIdSuffix(shard)}`, target, `${description}, shard ${shard}`);
  }
  return new MinuteSchedule(scope, 'EveryMinute', first, description).schedule;
}
