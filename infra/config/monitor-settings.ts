/** What can be set, as an editor shows it. Written by npm run docs, from the schema of cdk.json. */
import type { MonitorConfigInput } from './monitor-config.ts';

export interface MonitorSettings {
  /** Ids of the environments to watch, or "all" to discover every self_hosted one. */
  readonly environments: 'all' | readonly string[];
  /**
   * Which metrics are published: "essential" (the default), "full" says more, "lean" leaves most to the log,
   * for less than a dollar an environment.
   *
   * @default 'essential'
   */
  readonly metrics?: 'lean' | 'essential' | 'full' | undefined;
  /**
   * When a condition is a warning or critical, for all environments.
   *
   * @default - what was learned, and until then what docs/conditions.md says
   */
  readonly thresholds?: MonitorConfigInput['thresholds'];
  /**
   * How often the workers beat. Four missed beats are a warning.
   *
   * @default - what was learned
   */
  readonly heartbeatIntervalSeconds?: number | undefined;
  /**
   * How many sessions a worker serves at once. Adds the metric WorkersWanted, by which workers are scaled.
   *
   * @default - no such metric
   */
  readonly sessionsPerWorker?: number | undefined;
  /**
   * For so long spare workers are kept: WorkersWanted is the most that was wanted in this time.
   *
   * @default - 0
   */
  readonly keepWorkersMinutes?: number | undefined;
  /**
   * Objective for pick-up times: the share of items (target) picked up within pickupSeconds, with alarms and
   * an error budget.
   *
   * @default - none
   */
  readonly slo?: MonitorConfigInput['slo'];
  /**
   * Thresholds, heartbeat interval, the scaling and the pick-up time of single environments, by id.
   *
   * @default {}
   */
  readonly overrides?: MonitorConfigInput['overrides'];
  /**
   * Times in which alerts wait, once or every week. What is still wrong at the end is told then, once.
   *
   * @default []
   */
  readonly mute?: MonitorConfigInput['mute'];
  /**
   * Whether sessions are read, to say what late work is doing: two more GETs, of which only types, ids,
   * names of tools, times and numbers are kept.
   *
   * @default false
   */
  readonly sessions?: boolean | undefined;
  /**
   * How many functions share the environments. More than one where a run has no time for all of them.
   *
   * @default 1
   */
  readonly shards?: number | undefined;
  /**
   * Whether each of several functions has a token, and so a rate, of its own; else they share the rate of
   * one.
   *
   * @default false
   */
  readonly tokenPerShard?: boolean | undefined;
  /**
   * Sent as the header qoder-workspace-id.
   *
   * @default - no header
   */
  readonly workspaceId?: string | undefined;
  /**
   * Link of a session in alerts; {id} becomes the session id.
   *
   * @default - the console of the international API, and no link for another
   */
  readonly sessionUrl?: string | undefined;
  /**
   * Page that explains each condition and alarm under an anchor of its name.
   *
   * @default - docs/runbook.md at the remote of the checkout that is deployed from, where its host is known
   */
  readonly runbookUrl?: 'docs/runbook.md' | string | undefined;
  /**
   * Names of environments in the menu of the dashboard, by id.
   *
   * @default {}
   */
  readonly environmentNames?: Readonly<Record<string, string>> | undefined;
  /**
   * Base URL of the API with its prefix, as in Qoder's SDK.
   *
   * @default 'https://api.qoder.com/api/v1/cloud'
   */
  readonly baseUrl?: string | undefined;
  /**
   * Addresses that get the alerts and the alarms on the monitor itself. Each must confirm once.
   *
   * @default []
   */
  readonly emails?: readonly string[] | undefined;
  /**
   * Makes a third topic with messages for Slack and Microsoft Teams through Amazon Q Developer. With slack
   * or teams it is there anyway.
   *
   * @default false
   */
  readonly chat?: boolean | undefined;
  /**
   * Slack channel that gets the messages and the alarms, through Amazon Q Developer.
   *
   * @default - none
   */
  readonly slack?: { readonly workspaceId: string; readonly channelId: string } | undefined;
  /**
   * Channel of Microsoft Teams that gets the messages and the alarms, through Amazon Q Developer.
   *
   * @default - none
   */
  readonly teams?: MonitorConfigInput['teams'];
  /**
   * Event bus of EventBridge, by name or ARN, that each change of an incident is put on too; "default" is
   * that of the account.
   *
   * @default - none
   */
  readonly eventBusName?: string | undefined;
  /**
   * Adds two CloudWatch alarms over all environments. They read silence as OK.
   *
   * @default false
   */
  readonly queueAlarms?: boolean | undefined;
  /**
   * Existing topic for the alerts.
   *
   * @default - a new one
   */
  readonly alertsTopicArn?: string | undefined;
  /**
   * Existing topic for the alarms on the monitor itself.
   *
   * @default - a new one
   */
  readonly healthTopicArn?: string | undefined;
  /**
   * Existing secret that holds the token as its whole text, or a service account key as JSON.
   *
   * @default - a new one
   */
  readonly tokenSecretArn?: string | undefined;
  /**
   * Customer key of the existing topic for the alerts.
   *
   * @default - none
   */
  readonly alertsTopicKeyArn?: string | undefined;
  /**
   * Customer key of the existing topic for the alarms.
   *
   * @default - none
   */
  readonly healthTopicKeyArn?: string | undefined;
  /**
   * Customer key of the existing secret.
   *
   * @default - none
   */
  readonly tokenSecretKeyArn?: string | undefined;
  /**
   * Customer key for the topics, the table and the secret that are made.
   *
   * @default - none
   */
  readonly encryptionKeyArn?: string | undefined;
  /**
   * Managed policy that bounds every role of the stack.
   *
   * @default - none
   */
  readonly permissionsBoundaryArn?: string | undefined;
  /**
   * Days the function's log is kept.
   *
   * @default 30
   */
  readonly logRetentionDays?: MonitorConfigInput['logRetentionDays'];
  /**
   * Tags of every resource.
   *
   * @default {}
   */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}
