/** The monitor as one construct: everything that the docs call "a monitor", for one stack or among others. */
import { Stack } from 'aws-cdk-lib';
import type { Alarm, Dashboard, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { LOCAL_RUNBOOK } from '../contract/local-runbook.ts';
import type { Settings } from '../contract/settings.ts';
import { acknowledgeFindings } from './acknowledge-findings.ts';
import { Alarms, type AlarmsByName } from './alarms.ts';
import { applyToAll } from './apply-to-all.ts';
import { Chat } from './chat.ts';
import { checkProps } from './check-props.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import type { MonitorSettings } from './config/monitor-settings.ts';
import { ConsoleUrls } from './console-urls.ts';
import { MonitorDashboard } from './dashboard/dashboard.ts';
import { type Demand, meetDemands } from './demands.ts';
import { type SettingsAtDeployment, toKnownSettings, toSettingVariables } from './deploy-time.ts';
import { type ExistingResources, importExisting } from './existing-resources.ts';
import { toSettings } from './function-code.ts';
import { toVariables } from './function-variables.ts';
import { MonitorFunction } from './monitor-function.ts';
import { createServiceLevelObjective } from './objective/service-level-objective.ts';
import { addOutputs } from './outputs.ts';
import { functionStatements } from './permissions.ts';
import { toRunbookUrl } from './runbook-url.ts';
import { ScalingMonitor } from './scaling/scaling-monitor.ts';
import { scheduleAll } from './schedule.ts';
import { createStateTable } from './state-table.ts';
import { createTokenSecrets, grantReadToken, toReadableArn } from './token-secret.ts';
import { Topics } from './topics.ts';

export interface WorkQueueMonitorProps extends MonitorSettings, ExistingResources {
  /** Name of the monitor: the dimension `Monitor` of its metrics. Unique in the account and region. */
  readonly monitor: string;
  /**
   * What the function is to read at deployment, instead of what is in the props.
   *
   * @default - everything is in the props
   */
  readonly settingsAtDeployment?: SettingsAtDeployment | undefined;
}

/**
 * Watches the work queues of environments and tells what is stuck.
 *
 * @example new WorkQueueMonitor(stack, 'Monitor', { monitor: 'default', environments: ['env_a'] })
 */
export class WorkQueueMonitor extends ScalingMonitor {
  /** The settings, checked, with their defaults filled in. */
  readonly config: MonitorConfig;
  /** Reads the lists, once a minute. The first one of several. */
  readonly function: lambda.Function;
  /** All of them: one, unless `shards` says more. Each reads a share of the environments. */
  readonly functions: readonly [lambda.Function, ...lambda.Function[]];
  readonly role: iam.Role;
  readonly logGroup: logs.LogGroup;
  /** Of the first function. */
  readonly schedule: CfnSchedule;
  /** What a run remembers for the next one. It can be rebuilt by reading the lists again. */
  readonly table: dynamodb.Table;
  readonly alertsTopic: sns.ITopic;
  /** Alarms on the monitor itself: never filter a subscription to it. */
  readonly healthTopic: sns.ITopic;
  /** Undefined unless `chat`, `slack` or `teams` is set. */
  readonly chatTopic: sns.ITopic | undefined;
  /** Undefined unless `eventBus` or `eventBusName` is set. */
  readonly eventBus: events.IEventBus | undefined;
  readonly tokenSecret: secretsmanager.ISecret;
  readonly tokenSecretArn: string;
  /** All of them: one, or with `tokenPerShard` that of each function. */
  readonly tokenSecrets: readonly [secretsmanager.ISecret, ...secretsmanager.ISecret[]];
  readonly alarms: AlarmsByName;
  /** Fires when no run succeeds, whatever the reason: the same as `alarms.noSuccessfulRun`. */
  readonly deadManAlarm: Alarm;
  readonly dashboard: Dashboard;
  readonly dashboardUrl: string;
  /** Page that explains each condition and alarm; null where none is public. */
  readonly runbookUrl: string | null;
  /** Statements that policies of existing topics and keys need, and that the app cannot add. */
  readonly demands: readonly Demand[];

  /** @throws {InvalidInputError} with every fault of the props */
  constructor(scope: Construct, id: string, props: WorkQueueMonitorProps) {
    super(scope, id, props.monitor);
    const { monitor, settingsAtDeployment } = props;
    const config = checkProps(props);
    const existing = importExisting(this, config, props);
    this.config = config;
    this.runbookUrl = toRunbookUrl(config.runbookUrl);
    this.table = createStateTable(this, existing.encryptionKey);
    const topics = new Topics(this, 'Topics', {
      monitor,
      encryptionKey: existing.encryptionKey,
      alerts: existing.alertsTopic,
      health: existing.healthTopic,
      hasChat: config.chat || config.slack !== undefined || config.teams !== undefined,
      emails: config.emails,
    });
    this.alertsTopic = topics.alerts;
    this.healthTopic = topics.health;
    this.chatTopic = topics.chat;
    this.eventBus = existing.eventBus;
    this.tokenSecrets = createTokenSecrets(this, config, existing);
    [this.tokenSecret] = this.tokenSecrets;
    this.tokenSecretArn = this.tokenSecret.secretArn;
    const description = `Qoder work queue monitor ${monitor}`;
    const settings = toSettings(monitor, { ...config, runbookUrl: this.runbookUrl ?? LOCAL_RUNBOOK });
    const run = this.createFunction(settings, settingsAtDeployment ?? {}, description);
    this.function = run.function;
    this.functions = run.functions;
    this.role = run.role;
    this.logGroup = run.logGroup;
    this.grant(existing);
    this.schedule = scheduleAll(this, run.functions, description);
    const alarms = this.createAlarms();
    this.alarms = alarms.byName;
    this.deadManAlarm = alarms.byName.noSuccessfulRun;
    this.dashboard = this.createDashboard(settings, settingsAtDeployment === undefined, alarms.all);
    this.dashboardUrl = ConsoleUrls.of(this).toDashboard(this.dashboard.dashboardName);
    this.connectChat();
    this.demands = meetDemands(this, { existing, config, topics, roleArn: this.role.roleArn });
    applyToAll(this, config.tags, existing.permissionsBoundary);
    acknowledgeFindings(this);
  }

  /** Lets somebody else read the token, such as a worker that uses the same one. With `tokenPerShard` it is that of the first. */
  grantReadToken(grantee: iam.IGrantable): iam.Grant {
    return grantReadToken(this.tokenSecret, grantee);
  }

  /**
   * Adds outputs to the stack: what a person needs after a deployment, and what the commands `token` and
   * `test-alert` read. Once a stack, since their names are public.
   */
  addOutputs(): void {
    addOutputs(Stack.of(this), this);
  }

  private createFunction(settings: Settings, later: SettingsAtDeployment, description: string) {
    const { shards, logRetentionDays } = this.config;
    const known = toSettingVariables(settings, later);
    return new MonitorFunction(this, 'Run', {
      settings: toKnownSettings(settings),
      shards,
      description,
      logRetentionDays,
      variablesOf: (shard) => ({ ...toVariables(this, shard), ...known }),
    });
  }

  private createAlarms(): Alarms {
    const { name: monitor, functions, healthTopic: topic, runbookUrl } = this;
    const { slo } = this.config;
    if (slo?.applicationSignals) createServiceLevelObjective(this, monitor, slo);
    return new Alarms(this, 'Alarms', { ...this.config, monitor, functions, topic, runbookUrl });
  }

  private createDashboard(settings: Settings, hasKnownLevels: boolean, alarms: readonly IAlarm[]): Dashboard {
    const { name: monitor, functions, runbookUrl, config } = this;
    return new MonitorDashboard(this, 'Dashboard', {
      monitor,
      functions,
      runbookUrl,
      settings,
      hasKnownLevels,
      environmentNames: config.environmentNames,
      alarms,
      logGroupName: this.logGroup.logGroupName,
    }).dashboard;
  }

  private connectChat(): void {
    const { slack, teams } = this.config;
    if (this.chatTopic === undefined || (slack === undefined && teams === undefined)) return;
    const topics = [this.chatTopic, this.healthTopic];
    new Chat(this, 'ChatChannels', { monitor: this.name, topics, slack, teams });
  }

  private grant({ encryptionKey, tokenSecret, alertsTopic }: ExistingResources): void {
    const statements = functionStatements({
      tableArn: this.table.tableArn,
      topicArns: [this.alertsTopic, this.chatTopic].flatMap((topic) => topic?.topicArn ?? []),
      eventBusArn: this.eventBus?.eventBusArn,
      tokenSecretArns: this.tokenSecrets.map(toReadableArn),
      logGroupArn: this.logGroup.logGroupArn,
      encryptionKeyArn: encryptionKey?.keyArn,
      tokenSecretKeyArn: tokenSecret?.encryptionKey?.keyArn,
      alertsTopicKeyArn: alertsTopic?.masterKey?.keyArn,
    });
    for (const statement of statements) this.role.addToPolicy(statement);
  }
}
