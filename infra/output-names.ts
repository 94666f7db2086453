/** Names of a stack's outputs. They are public: our commands and people's own scripts read them. */
export const OUTPUTS = {
  dashboardUrl: 'DashboardUrl',
  alertsTopicArn: 'AlertsTopicArn',
  healthTopicArn: 'HealthTopicArn',
  chatTopicArn: 'ChatTopicArn',
  tokenSecretArn: 'TokenSecretArn',
  deadManAlarmName: 'DeadManAlarmName',
  baseUrl: 'BaseUrl',
  runbookUrl: 'RunbookUrl',
  storeTokenCommand: 'StoreTokenCommand',
  testAlertCommand: 'TestAlertCommand',
  alertsTopicStatements: 'AlertsTopicStatements',
  healthTopicStatements: 'HealthTopicStatements',
  keyStatements: 'KeyStatements',
} as const;

/** Stack of a monitor: this, and the monitor's name. */
export const STACK_NAME_PREFIX = 'QoderMonitor-';
