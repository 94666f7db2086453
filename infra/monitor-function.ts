/** The function, or several that share the environments, with one log and one role. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { VARIABLES } from '../contract/deployment.ts';
import type { Settings } from '../contract/settings.ts';
import { TIME_BUDGET } from '../contract/time-budget.ts';
import { withFunctionCode } from './function-code.ts';

/** A run of an earlier minute is worth nothing: the next one sees everything it would have seen. */
const LONGEST_EVENT_AGE = Duration.millis(TIME_BUDGET.runEveryMs);

/**
 * CPU comes with memory. Half of it reads as fast, and for half the price: but when everything changes at once in
 * 1,000 environments, no time is left to tell anybody in that run. docs/scale.md has both.
 */
const MEMORY_MB = 512;

/** Not the constant of aws-cdk-lib: older versions do not have it, and deploy it all the same. */
const NODEJS_24 = new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS);

export type Variables = Partial<Readonly<Record<(typeof VARIABLES)[keyof typeof VARIABLES], string>>>;

export interface MonitorFunctionProps {
  /** Those that are known at synthesis. */
  readonly settings: Partial<Settings>;
  /** How many functions there are. */
  readonly shards: number;
  /** Of each, by its number. */
  readonly variablesOf: (shard: number) => Variables;
  readonly logRetentionDays: logs.RetentionDays;
  readonly description: string;
}

export class MonitorFunction extends Construct {
  /** The first one. */
  readonly function: lambda.Function;
  /** All, in the order of their shards. */
  readonly functions: readonly [lambda.Function, ...lambda.Function[]];
  readonly logGroup: logs.LogGroup;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: MonitorFunctionProps) {
    super(scope, id);
    const { settings, shards, logRetentionDays, description } = props;
    this.logGroup = new logs.LogGroup(this, 'Log', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description,
    });
    const [first, ...others] = withFunctionCode(
      settings,
      (folder): [lambda.Function, ...lambda.Function[]] => [
        this.createFunction(0, folder, props),
        ...Array.from({ length: shards - 1 }, (_, index) => this.createFunction(index + 1, folder, props)),
      ],
    );
    this.function = first;
    this.functions = [first, ...others];
  }

  private createFunction(shard: number, folder: string, props: MonitorFunctionProps): lambda.Function {
    return new lambda.Function(this, `Function${shardIdSuffix(shard)}`, {
      description: shard === 0 ? props.description : `${props.description}, shard ${shard}`,
      code: lambda.Code.fromAsset(folder),
      handler: 'index.handler',
      runtime: NODEJS_24,
      architecture: lambda.Architecture.ARM_64,
      memorySize: MEMORY_MB,
      timeout: Duration.millis(TIME_BUDGET.functionTimeoutMs),
      retryAttempts: 0,
      maxEventAge: LONGEST_EVENT_AGE,
      role: this.role,
      logGroup: this.logGroup,
      // The function writes JSON lines itself: Lambda's own JSON format would wrap them.
      loggingFormat: lambda.LoggingFormat.TEXT,
      environment: props.variablesOf(shard),
    });
  }
}

/** Of constructs that each shard has: those of the first are named as if it were the only one. */
export const shardIdSuffix = (shard: number): string => (shard === 0 ? '' : String(shard));
