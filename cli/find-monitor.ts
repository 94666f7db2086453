/** A deployed monitor, as outputs describe it: of a stack of its own, or of a construct in somebody else's stack. */
import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';
import { OUTPUTS, STACK_NAME_PREFIX } from '../contract/deployment.ts';
import { didYouMean } from '../contract/did-you-mean.ts';
import { MOST_SHARDS_COUNT } from '../contract/settings.ts';
import { type AwsAccess, toAwsConfig, toAwsFailure } from './aws-client.ts';
import { CommandError } from './command-error.ts';
import { findOutputs } from './find-outputs.ts';

const outputsSchema = v.object({
  [OUTPUTS.dashboardUrl]: v.string(),
  [OUTPUTS.alertsTopicArn]: v.string(),
  [OUTPUTS.healthTopicArn]: v.string(),
  [OUTPUTS.chatTopicArn]: v.optional(v.string()),
  [OUTPUTS.eventBusName]: v.optional(v.string()),
  [OUTPUTS.tokenSecretArn]: v.string(),
  [OUTPUTS.deadManAlarmName]: v.string(),
  [OUTPUTS.baseUrl]: v.string(),
  [OUTPUTS.runbookUrl]: v.string(),
  /** Stacks of 0.1.0 do not have it: there it is part of the stack's name. */
  [OUTPUTS.monitorName]: v.optional(v.string()),
});

/** Of as many shards as there can be. */
const OTHER_TOKEN_OUTPUTS = Array.from(
  { length: MOST_SHARDS_COUNT - 1 },
  (_, index) => `${OUTPUTS.storeTokenCommand}${index + 1}`,
);

export interface DeployedMonitor {
  readonly stackName: string;
  /** The dimension Monitor. */
  readonly monitor: string;
  readonly outputs: v.InferOutput<typeof outputsSchema>;
  /** What store the tokens of its other functions, where each has one of its own. */
  readonly otherTokenCommands: readonly string[];
}

export interface WantedMonitor {
  /** @default whichever stack has a monitor */
  readonly stack?: string | undefined;
  /** @default the only one */
  readonly monitor?: string | undefined;
}

/** How a monitor is named on the command line, where there are several. */
export const MONITOR_OPTIONS = {
  stack: {
    type: 'string',
    value: 'NAME',
    help: 'the stack that the monitor is in\ndefault: the only one with a monitor',
  },
  monitor: { type: 'string', value: 'NAME', help: 'the name of the monitor, where there are several' },
} as const;

/** @throws {CommandError} unless there is exactly one monitor of that description */
export async function findMonitor(wanted: WantedMonitor, aws: AwsAccess): Promise<DeployedMonitor> {
  const stacks = await describeStacks(wanted.stack, aws);
  // Of stacks that nobody named, outputs that only look like a monitor's are none.
  const all = stacks.flatMap((stack) => monitorsOf(stack, wanted.stack !== undefined));
  const found = all.filter(({ monitor }) => wanted.monitor === undefined || monitor === wanted.monitor);
  const [only, ...others] = found;
  if (only === undefined) throw notFound(wanted, all);
  if (others.length > 0) throw tooMany(found);
  return only;
}

/** @throws {CommandError} for a stack that is to have a monitor, and lacks an output that is needed */
function monitorsOf(stack: Stack, isNamed: boolean): DeployedMonitor[] {
  const { StackName: stackName = '', StackStatus = 'of unknown status', Outputs = [] } = stack;
  const described = findOutputs(Outputs, OUTPUTS.deadManAlarmName, [
    ...Object.keys(outputsSchema.entries),
    ...OTHER_TOKEN_OUTPUTS,
  ]);
  return described.flatMap((outputs) => {
    const parsed = v.safeParse(outputsSchema, outputs);
    if (parsed.success) {
      const monitor = parsed.output.MonitorName ?? stackName.replace(STACK_NAME_PREFIX, '');
      const otherTokenCommands = OTHER_TOKEN_OUTPUTS.flatMap((name) => outputs[name] ?? []);
      return [{ stackName, monitor, outputs: parsed.output, otherTokenCommands }];
    }
    if (!isNamed) return [];
    const missing = v.getDotPath(parsed.issues[0]);
    throw new CommandError(
      `The stack ${stackName} (${StackStatus}) has no output ${missing}: deploy it again, or name another with --stack`,
    );
  });
}

async function describeStacks(stackName: string | undefined, aws: AwsAccess): Promise<Stack[]> {
  const client = new CloudFormationClient(toAwsConfig(aws));
  const input = stackName === undefined ? {} : { StackName: stackName };
  try {
    const stacks: Stack[] = [];
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, input)) stacks.push(...Stacks);
    return stacks;
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) {
      throw new CommandError(
        `There is no stack ${stackName} in this account and region: deploy it first, or correct --stack, --region or --profile`,
        { cause: error },
      );
    }
    const subject =
      stackName === undefined ? 'Looking for stacks with a monitor' : `Reading the stack ${stackName}`;
    throw toAwsFailure(error, subject);
  } finally {
    client.destroy();
  }
}

function notFound({ stack, monitor }: WantedMonitor, all: readonly DeployedMonitor[]): CommandError {
  const place = stack === undefined ? 'this account and region' : `the stack ${stack}`;
  if (all.length === 0) {
    return new CommandError(
      `There is no monitor in ${place} that outputs describe: deploy one, call addOutputs() of the construct, or correct --stack, --region or --profile`,
    );
  }
  const names = all.map((each) => each.monitor);
  const meant = didYouMean(monitor ?? '', names);
  return new CommandError(
    `There is no monitor ${monitor} in ${place}: ${meant === '' ? `there is ${names.join(', ')}` : meant}`,
  );
}

function tooMany(found: readonly DeployedMonitor[]): CommandError {
  const list = found.map(({ monitor, stackName }) => `  --stack ${stackName} --monitor ${monitor}`);
  return new CommandError(`There are ${found.length} monitors, name one of them:\n${list.join('\n')}`);
}
