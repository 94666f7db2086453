/** Environment variables of the function: names of resources only. Thresholds and environments are in settings.json. */
export const VARIABLES = {
  /** Base URL of the API with its prefix, as in Qoder's SDK. The only way to point the bundle elsewhere. */
  baseUrl: 'QODER_BASE_URL',
  /** ARN or name of the secret that holds the personal access token. */
  tokenSecretId: 'TOKEN_SECRET_ID',
  tableName: 'TABLE_NAME',
  alertsTopicArn: 'ALERTS_TOPIC_ARN',
  /** Optional. */
  chatTopicArn: 'CHAT_TOPIC_ARN',
  /** Optional, default METRIC_NAMESPACE. */
  metricNamespace: 'METRIC_NAMESPACE',
  /** Optional link shown in alerts. */
  dashboardUrl: 'DASHBOARD_URL',
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
