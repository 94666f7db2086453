/** Links into the console of the stack's region, of which the region is known at deployment. */
import { Aws } from 'aws-cdk-lib';

export const toDashboardUrl = (dashboardName: string): string =>
  `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${dashboardName}`;

/**
 * Link of the stack's outputs, where the dashboard's link is. Alerts carry this one: the dashboard shows
 * alarms that watch the function, so the function cannot know the dashboard.
 */
export const toOutputsUrl = (): string =>
  `https://${Aws.REGION}.console.aws.amazon.com/cloudformation/home?region=${Aws.REGION}#/stacks/outputs?stackId=${Aws.STACK_ID}`;
