/** Links into the console of the stack's partition and region, which are known at deployment. */
import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** Source: "Service endpoints and console" of the guides to AWS in China and AWS GovCloud (US). */
const CONSOLES = { 'aws-cn': 'amazonaws.cn', 'aws-us-gov': 'amazonaws-us-gov.com' } as const;
const CONSOLE = 'aws.amazon.com';

const ID = 'QoderConsoleUrls';

export class ConsoleUrls extends Construct {
  private readonly domain: string;

  /** The one of a stack: several monitors in it share its conditions. */
  static of(scope: Construct): ConsoleUrls {
    const stack = Stack.of(scope);
    const found = stack.node.tryFindChild(ID);
    return found instanceof ConsoleUrls ? found : new ConsoleUrls(stack, ID);
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    // Conditions, not a mapping: a partition that is not listed here must not fail the deployment.
    this.domain = Object.entries(CONSOLES).reduce((otherwise, [partition, domain]) => {
      const condition = new CfnCondition(this, partition, {
        expression: Fn.conditionEquals(Aws.PARTITION, partition),
      });
      return Fn.conditionIf(condition.logicalId, domain, otherwise).toString();
    }, CONSOLE as string);
  }

  toDashboard(dashboardName: string): string {
    return this.toPage('cloudwatch', `#dashboards/dashboard/${dashboardName}`);
  }

  /**
   * Link of the stack's outputs, where the dashboard's link is. Alerts carry this one: the dashboard shows
   * alarms that watch the function, so the function cannot know the dashboard.
   */
  toOutputs(): string {
    return this.toPage('cloudformation', `#/stacks/outputs?stackId=${Aws.STACK_ID}`);
  }

  private toPage(service: string, place: string): string {
    return `https://${Aws.REGION}.console.${this.domain}/${service}/home?region=${Aws.REGION}${place}`;
  }
}
