/** A deployed monitor, as the outputs of its stack describe it. */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';
import { OUTPUTS, STACK_NAME_PREFIX } from '../contract/deployment.ts';
import { toAwsConfig, toAwsFailure } from './aws-client.ts';
import { CommandError } from './command-error.ts';

const outputsSchema = v.object({
  [OUTPUTS.dashboardUrl]: v.string(),
  [OUTPUTS.alertsTopicArn]: v.string(),
  [OUTPUTS.healthTopicArn]: v.string(),
  [OUTPUTS.chatTopicArn]: v.optional(v.string()),
  [OUTPUTS.tokenSecretArn]: v.string(),
  [OUTPUTS.deadManAlarmName]: v.string(),
  [OUTPUTS.baseUrl]: v.string(),
  [OUTPUTS.runbookUrl]: v.string(),
});

export interface DeployedMonitor {
  readonly stackName: string;
  /** The dimension Monitor. */
  readonly monitor: string;
  readonly outputs: v.InferOutput<typeof outputsSchema>;
}

/** @throws {CommandError} when there is no such stack, or it is not a monitor's */
export async function findMonitor(stackName: string, region: string | undefined): Promise<DeployedMonitor> {
  const stack = await fetchStack(stackName, region);
  const outputs = Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
  );
  const parsed = v.safeParse(outputsSchema, outputs);
  if (!parsed.success) {
    const missing = v.getDotPath(parsed.issues[0]);
    throw new CommandError(
      `The stack ${stackName} (${stack.StackStatus ?? 'of unknown status'}) has no output ${missing}: deploy it again, or name the stack of a monitor, such as ${STACK_NAME_PREFIX}default`,
    );
  }
  return { stackName, monitor: stackName.replace(STACK_NAME_PREFIX, ''), outputs: parsed.output };
}

async function fetchStack(stackName: string, region: string | undefined): Promise<Stack> {
  const client = new CloudFormationClient(toAwsConfig(region));
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const [stack] = Stacks;
    if (stack === undefined) throw new Error(`Stack with id ${stackName} does not exist`);
    return stack;
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) {
      throw new CommandError(
        `There is no stack ${stackName} in this account and region: deploy it first, or correct --stack, --region or AWS_PROFILE`,
        { cause: error },
      );
    }
    throw toAwsFailure(error, `Reading the stack ${stackName}`);
  } finally {
    client.destroy();
  }
}
