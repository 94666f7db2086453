/** Stories that the simulated fleet can play, with what there is to see of each. */

export interface ScenarioWords {
  readonly label: string;
  /** What happens, what tells it and when, and how it ends. */
  readonly watch: string;
  /** Virtual minutes until it ends by itself. */
  readonly minutes: number;
  /** Whether it hits every environment alike. @default false */
  readonly isEverywhere?: boolean;
}

export const SCENARIOS = {
  'out-of-memory-kill': {
    label: 'Out-of-memory kill',
    watch:
      'The kernel kills a worker in the middle of an item; a new process starts and knows nothing of it. The item stays active and falls silent: Stale heartbeat is critical after 10 min, and warns before once it has learned what is normal here. After 20 min somebody stops the item, and the alert resolves.',
    minutes: 20,
  },
  'bad-deploy': {
    label: 'Bad deploy',
    watch:
      'Every worker is replaced by a version that gives each item back right after the ack. Nothing waits and nothing is silent, yet no work gets done: Work bounced warns after 3 such items in a row, and is critical after 5. After 15 min the deploy is rolled back.',
    minutes: 15,
  },
  'hung-session': {
    label: 'Hung session',
    watch:
      'A session makes no progress while its worker sends heartbeats on. No number but Longest run shows it: Long running tells it once the run is four times as long as is normal here, never before 30 min, and only after 50 items taught what is normal. Where npm start has --sessions, Session hung names the tool after 10 min. After 50 min somebody restarts the worker.',
    minutes: 50,
  },
  'scale-to-zero': {
    label: 'Scale to zero',
    watch:
      'Every worker is shut down and none is started. Work waits, nobody polls: Queue stuck opens with the verdict “no workers” once the oldest item waits for longer than its warning. After 20 min the workers are back, and the queue drains.',
    minutes: 20,
  },
  'expired-token': {
    label: 'Expired token',
    watch:
      'The token of the monitor is no longer accepted. Every environment answers 401: after 3 runs one alert, API unreachable, says that the token is rejected. The numbers have a gap and nothing else is told, however long it lasts. After 10 min a new token is stored.',
    minutes: 10,
    isEverywhere: true,
  },
  'api-outage': {
    label: 'API outage',
    watch:
      'The API answers 500 to everything. After 3 runs one alert, API unreachable, stands for all environments. After 12 min it works again: what waited or was silent meanwhile is held against no worker.',
    minutes: 12,
    isEverywhere: true,
  },
  'poison-item': {
    label: 'Poison item',
    watch:
      'One item makes each worker that takes it fail before the ack. Newer work overtakes it: Queue stuck opens with the verdict “stalled” and names that item. After 20 min somebody stops it.',
    minutes: 20,
  },
} as const satisfies Record<string, ScenarioWords>;

export type ScenarioName = keyof typeof SCENARIOS;
export const scenarioWordsOf = (name: ScenarioName): ScenarioWords => SCENARIOS[name];
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[];
