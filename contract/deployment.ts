/** What the deployment and the function agree on: variables, files, the event of a run, and the stack's outputs. */

/** Environment variables of the function: names of resources, and of the settings what is known at deployment only. */
export const VARIABLES = {
  /** Base URL of the API with its prefix, as in Qoder's SDK. The only way to point the bundle elsewhere. */
  baseUrl: 'QODER_BASE_URL',
  /** ARN or name of the secret that holds the token, or the service account key. */
  tokenSecretId: 'TOKEN_SECRET_ID',
  tableName: 'TABLE_NAME',
  alertsTopicArn: 'ALERTS_TOPIC_ARN',
  /** Optional. */
  chatTopicArn: 'CHAT_TOPIC_ARN',
  /** Optional: name or ARN of the event bus. */
  eventBusName: 'EVENT_BUS_NAME',
  /** Optional, default METRIC_NAMESPACE. */
  metricNamespace: 'METRIC_NAMESPACE',
  /** Optional link shown in alerts. */
  dashboardUrl: 'DASHBOARD_URL',
  /** Of several functions: which of them it is, from 0. Optional, default 0. */
  shard: 'SHARD',
  /** The following are optional, and stand over settings.json. */
  monitor: 'QODER_MONITOR',
  /** `all`, or ids with commas between them. */
  environments: 'QODER_ENVIRONMENTS',
  /** JSON. */
  thresholds: 'QODER_THRESHOLDS',
  /** JSON: other settings, by their names. */
  settings: 'QODER_SETTINGS',
} as const;

/** Parameters of the template. They are public: people's own scripts name them. */
export const PARAMETERS = {
  monitor: 'MonitorName',
  environments: 'Environments',
  emails: ['Email1', 'Email2', 'Email3', 'Email4', 'Email5'],
  baseUrl: 'BaseUrl',
  thresholds: 'Thresholds',
  settings: 'Settings',
  codeBucket: 'CodeBucket',
  codePrefix: 'CodePrefix',
} as const;

/** Base URL of the international edition. */
export const DEFAULT_BASE_URL = 'https://api.qoder.com/api/v1/cloud';

/**
 * What a fresh secret holds. Pinned: CloudFormation would overwrite every user's token if this text changed.
 * The function recognises it, says how to store a token, and never sends it.
 */
export const TOKEN_PLACEHOLDER = 'no-token-yet';

/** File beside index.mjs in the function's asset. */
export const SETTINGS_FILE = 'settings.json';

/** The event of a run. It carries only the time it was scheduled for: an event can change nothing else. */
export const EVENT_SCHEMA_VERSION = 1;

export interface RunEvent {
  readonly schemaVersion: typeof EVENT_SCHEMA_VERSION;
  /** RFC 3339, seconds, `Z`. */
  readonly scheduledTime: string;
}

/** EventBridge Scheduler replaces the placeholder by the scheduled time, such as `2026-11-24T10:15:00Z`. */
export const SCHEDULER_INPUT: RunEvent = {
  schemaVersion: EVENT_SCHEMA_VERSION,
  scheduledTime: '<aws.scheduler.scheduled-time>',
};

/** Of every event on the bus; rules match it. What begins with `aws.` is AWS's own. */
export const EVENT_SOURCE = 'qoder.work-queue-monitor';
/** With the version of its detail, which is that of docs/alert-schema.json: another version is another type. */
export const EVENT_DETAIL_TYPE = 'Qoder Work Queue Incident v1';

/** Names of a stack's outputs. They are public: our commands and people's own scripts read them. */
export const OUTPUTS = {
  monitorName: 'MonitorName',
  dashboardUrl: 'DashboardUrl',
  alertsTopicArn: 'AlertsTopicArn',
  healthTopicArn: 'HealthTopicArn',
  chatTopicArn: 'ChatTopicArn',
  eventBusName: 'EventBusName',
  tokenSecretArn: 'TokenSecretArn',
  deadManAlarmName: 'DeadManAlarmName',
  baseUrl: 'BaseUrl',
  runbookUrl: 'RunbookUrl',
  storeTokenCommand: 'StoreTokenCommand',
  testAlertCommand: 'TestAlertCommand',
  alertsTopicStatements: 'AlertsTopicStatements',
  eventBusStatements: 'EventBusStatements',
  healthTopicStatements: 'HealthTopicStatements',
  keyStatements: 'KeyStatements',
  alertsTopicKeyStatements: 'AlertsTopicKeyStatements',
  healthTopicKeyStatements: 'HealthTopicKeyStatements',
  tokenSecretKeyStatements: 'TokenSecretKeyStatements',
} as const;

/** Stack of a monitor: this, and the monitor's name. */
export const STACK_NAME_PREFIX = 'QoderMonitor-';
