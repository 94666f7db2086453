/** The monitor as one construct: everything design and docs call "a monitor", for one stack or among others. */
import { RemovalPolicy, SecretValue, Tags } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { TOKEN_PLACEHOLDER, VARIABLES } from '../contract/deployment.ts';
import { type InputFault, InvalidInputError } from '../contract/invalid-input.ts';
import { LOCAL_RUNBOOK } from '../contract/local-runbook.ts';
import { METRIC_NAMESPACE } from '../contract/metrics.ts';
import { acknowledgeFindings } from './acknowledge-findings.ts';
import { Alarms } from './alarms.ts';
import { checkConfig } from './config/check-config.ts';
import type { MonitorConfig, MonitorConfigInput } from './config/monitor-config.ts';
import { ConsoleUrls } from './console-urls.ts';
import { MonitorDashboard } from './dashboard/dashboard.ts';
import { toSettings } from './function-code.ts';
import { MonitorFunction, type Variables } from './monitor-function.ts';
import { findPackageFolder } from './package-files.ts';
import { functionStatements } from './permissions.ts';
import { findRunbookUrl } from './runbook-url.ts';
import { MinuteSchedule } from './schedule.ts';
import { Topics } from './topics.ts';

export interface WorkQueueMonitorProps extends MonitorConfigInput {
  /** Name of the monitor: the dimension `Monitor` of its metrics. Unique in the account and region. */
  readonly monitor: string;
}

/**
 * Watches the work queues of environments and tells what is stuck.
 *
 * @example new WorkQueueMonitor(stack, 'Monitor', { monitor: 'default', environments: ['env_a'] })
 */
export class WorkQueueMonitor extends Construct {
  readonly config: MonitorConfig;
  readonly role: iam.Role;
  readonly alertsTopic: sns.ITopic;
  readonly healthTopic: sns.ITopic;
  readonly chatTopic: sns.ITopic | undefined;
  readonly tokenSecretArn: string;
  readonly deadManAlarm: Alarm;
  readonly dashboardUrl: string;
  /** Page that explains each condition and alarm; null where none is public. */
  readonly runbookUrl: string | null;

  /** @throws {InvalidInputError} with every fault of the props */
  constructor(scope: Construct, id: string, { monitor, ...input }: WorkQueueMonitorProps) {
    super(scope, id);
    const config = checkedConfig(monitor, input);
    this.runbookUrl = toRunbookUrl(config);
    const settings = toSettings(monitor, { ...config, runbookUrl: this.runbookUrl ?? LOCAL_RUNBOOK });
    const console = ConsoleUrls.of(this);
    const description = `Qoder work queue monitor ${monitor}`;
    const encryptionKey = this.importKey(config);
    const table = this.createTable(encryptionKey);
    const topics = new Topics(this, 'Topics', { ...config, monitor, encryptionKey });

    this.config = config;
    this.alertsTopic = topics.alerts;
    this.healthTopic = topics.health;
    this.chatTopic = topics.chat;
    this.tokenSecretArn = config.tokenSecretArn ?? this.createSecret(encryptionKey).secretArn;

    const run = new MonitorFunction(this, 'Run', {
      settings,
      description,
      logRetentionDays: config.logRetentionDays,
      variables: this.variables(table, console.toOutputs()),
    });
    this.role = run.role;
    this.grant(table, run.logGroup);
    new MinuteSchedule(this, 'EveryMinute', run.function, description);

    const { queueAlarms, environmentNames } = config;
    const shared = { monitor, function: run.function, runbookUrl: this.runbookUrl };
    const alarms = new Alarms(this, 'Alarms', { ...shared, topic: topics.health, queueAlarms });
    this.deadManAlarm = alarms.noSuccessfulRun;
    const { logGroupName } = run.logGroup;
    const shown = { settings, environmentNames, alarms: alarms.all, logGroupName };
    const { dashboard } = new MonitorDashboard(this, 'Dashboard', { ...shared, ...shown });
    this.dashboardUrl = console.toDashboard(dashboard.dashboardName);
    this.applyToAll(config);
    acknowledgeFindings(this);
  }

  /** What the function has to know and cannot read in its settings. */
  private variables(table: dynamodb.Table, dashboardUrl: string): Variables {
    return {
      [VARIABLES.baseUrl]: this.config.baseUrl,
      [VARIABLES.tokenSecretId]: this.tokenSecretArn,
      [VARIABLES.tableName]: table.tableName,
      [VARIABLES.alertsTopicArn]: this.alertsTopic.topicArn,
      ...(this.chatTopic === undefined ? {} : { [VARIABLES.chatTopicArn]: this.chatTopic.topicArn }),
      [VARIABLES.metricNamespace]: METRIC_NAMESPACE,
      [VARIABLES.dashboardUrl]: dashboardUrl,
    };
  }

  private grant(table: dynamodb.Table, logGroup: logs.LogGroup): void {
    const topics = this.chatTopic === undefined ? [this.alertsTopic] : [this.alertsTopic, this.chatTopic];
    const statements = functionStatements({
      tableArn: table.tableArn,
      topicArns: topics.map(({ topicArn }) => topicArn),
      tokenSecretArn: this.tokenSecretArn,
      logGroupArn: logGroup.logGroupArn,
      encryptionKeyArn: this.config.encryptionKeyArn,
    });
    for (const statement of statements) this.role.addToPolicy(statement);
  }

  private importKey({ encryptionKeyArn }: MonitorConfig): kms.IKey | undefined {
    return encryptionKeyArn === undefined ? undefined : kms.Key.fromKeyArn(this, 'Key', encryptionKeyArn);
  }

  /** What is remembered can be rebuilt by reading the lists again, so it goes with the stack. */
  private createTable(encryptionKey: kms.IKey | undefined): dynamodb.Table {
    return new dynamodb.Table(this, 'State', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
      ...(encryptionKey === undefined
        ? {}
        : { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
    });
  }

  /** The placeholder is no secret: the function says how to replace it, and never sends it. */
  private createSecret(encryptionKey: kms.IKey | undefined): secretsmanager.Secret {
    return new secretsmanager.Secret(this, 'Token', {
      description: 'Personal access token of the Qoder API, as plain text',
      secretStringValue: SecretValue.unsafePlainText(TOKEN_PLACEHOLDER),
      removalPolicy: RemovalPolicy.DESTROY,
      ...(encryptionKey === undefined ? {} : { encryptionKey }),
    });
  }

  private applyToAll({ tags, permissionsBoundaryArn }: MonitorConfig): void {
    for (const [key, value] of Object.entries(tags)) Tags.of(this).add(key, value);
    if (permissionsBoundaryArn === undefined) return;
    const boundary = iam.ManagedPolicy.fromManagedPolicyArn(
      this,
      'PermissionsBoundary',
      permissionsBoundaryArn,
    );
    iam.PermissionsBoundary.of(this).apply(boundary);
  }
}

function toRunbookUrl({ runbookUrl }: MonitorConfig): string | null {
  return runbookUrl === LOCAL_RUNBOOK ? findRunbookUrl(findPackageFolder()) : runbookUrl;
}

function checkedConfig(monitor: string, input: MonitorConfigInput): MonitorConfig {
  const result = checkConfig(monitor, input, '');
  if (isFaults(result)) throw new InvalidInputError(`The monitor ${monitor}`, result);
  return result;
}

const isFaults = (result: MonitorConfig | readonly InputFault[]): result is readonly InputFault[] =>
  Array.isArray(result);
