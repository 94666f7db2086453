/**
 * settings.json: what is watched and how it is judged. The infrastructure writes it into the function's
 * asset, the function reads it. No secrets and no resource names are in it.
 */
import * as v from 'valibot';
import { type ConfigurableCondition, DEFAULT_THRESHOLDS } from './conditions.ts';
import { environmentIdSchema } from './environment-id.ts';
import { LOCAL_RUNBOOK } from './local-runbook.ts';
import { METRICS_CHOICES } from './metric-definition.ts';
import { LONGEST_STACK_NAME, monitorNameSchema } from './monitor-name.ts';
import { muteWindowSchema } from './mute-schema.ts';
import { objectiveSchema, ownObjectiveSchema } from './objective-schema.ts';

export const SETTINGS_SCHEMA_VERSION = 1;

const positiveInteger = (remedy: string) =>
  v.pipe(v.number(remedy), v.integer(remedy), v.minValue(1, remedy), v.maxValue(31_536_000, remedy));

const LEVEL_REMEDY = 'write a whole number of at least 1, or "off"';
const level = v.optional(v.union([positiveInteger(LEVEL_REMEDY), v.literal('off')], LEVEL_REMEDY));

/** `"auto"` is as if nothing was written, `"off"` is never; of levels a missing one keeps its default. */
const thresholdSchema = v.union(
  [v.picklist(['auto', 'off']), v.strictObject({ warning: level, critical: level })],
  'write "auto", "off" or { "warning": N, "critical": N } with whole numbers of at least 1, or "off" for one of them',
);

export type ThresholdInput = v.InferOutput<typeof thresholdSchema>;

const CONDITION_NAMES = Object.keys(DEFAULT_THRESHOLDS) as ConfigurableCondition[];

const thresholdsSchema = v.strictObject(
  Object.fromEntries(CONDITION_NAMES.map((name) => [name, v.optional(thresholdSchema)])) as Record<
    ConfigurableCondition,
    v.OptionalSchema<typeof thresholdSchema, undefined>
  >,
  'write levels by condition, such as { "queue-stuck": { "warning": 600 } }',
);

/** What is remembered of it grows with it. */
const MAX_KEEP_MINUTES = 120;
const KEEP_REMEDY = `write a whole number of minutes from 0 to ${MAX_KEEP_MINUTES}`;

/** How one environment, or all of them, are judged. */
const judgementEntries = {
  thresholds: v.optional(thresholdsSchema),
  /** How often the workers beat, in seconds. Four missed beats are a warning. */
  heartbeatIntervalSeconds: v.optional(positiveInteger('write a whole number of seconds of at least 1')),
  /** How many sessions a worker serves at once: what WorkersWanted is reckoned with. */
  sessionsPerWorker: v.optional(positiveInteger('write a whole number of sessions of at least 1')),
  /** For so long WorkersWanted does not fall: spare workers are kept. */
  keepWorkersMinutes: v.optional(
    v.pipe(
      v.number(KEEP_REMEDY),
      v.integer(KEEP_REMEDY),
      v.minValue(0, KEEP_REMEDY),
      v.maxValue(MAX_KEEP_MINUTES, KEEP_REMEDY),
    ),
  ),
};

const httpsUrl = (remedy: string) => v.pipe(v.string(remedy), v.regex(/^https:\/\/[^\s]+$/, remedy));

const SESSION_URL_REMEDY = 'write an https URL that contains {id}';

export const workspaceIdSchema = v.pipe(
  v.string('write the workspace id'),
  v.regex(/^[\x21-\x7e]{1,200}$/, 'write the workspace id, without spaces'),
);

/** A setting with what it is for, as editors and docs/configuration.md show it. */
export const setting = <Schema extends v.GenericSchema>(description: string, schema: Schema) =>
  v.pipe(schema, v.description(description));

/** What the compiler asks of every entry: that it is described. */
export type Described = Readonly<
  Record<string, { readonly pipe: readonly [v.GenericSchema, v.DescriptionAction<unknown, string>] }>
>;

/** A new account has 10 concurrent executions, and needs some for others. */
export const MOST_SHARDS_COUNT = 8;
const SHARDS_REMEDY = `write a whole number from 1 to ${MOST_SHARDS_COUNT}`;

/** Shared by settings.json and a monitor's entry in cdk.json. */
export const monitoringEntries = {
  environments: setting(
    'Ids of the environments to watch, or "all" to discover every self_hosted one.',
    v.union(
      [
        v.literal('all'),
        v.pipe(
          v.array(environmentIdSchema),
          v.minLength(1, 'name at least one environment, or write "all"'),
          v.check((ids) => new Set(ids).size === ids.length, 'name each environment once'),
        ),
      ],
      'write "all" or a list of environment ids (env_ followed by letters, digits, _ or -)',
    ),
  ),
  metrics: setting(
    'Which metrics are published: "essential" (the default), "full" says more, "lean" leaves most to the log, for less than a dollar an environment.',
    v.optional(v.picklist(METRICS_CHOICES, 'write "lean", "essential" or "full"'), 'essential'),
  ),
  thresholds: setting(
    'When a condition is a warning or critical, for all environments. The default is what was learned, and until then what docs/conditions.md says.',
    judgementEntries.thresholds,
  ),
  heartbeatIntervalSeconds: setting(
    'How often the workers beat. Four missed beats are a warning. The default is what was learned.',
    judgementEntries.heartbeatIntervalSeconds,
  ),
  sessionsPerWorker: setting(
    'How many sessions a worker serves at once. Adds the metric WorkersWanted, by which workers are scaled. The default is no such metric.',
    judgementEntries.sessionsPerWorker,
  ),
  keepWorkersMinutes: setting(
    'For so long spare workers are kept: WorkersWanted is the most that was wanted in this time. The default is 0.',
    judgementEntries.keepWorkersMinutes,
  ),
  slo: setting(
    'Objective for pick-up times: the share of items (target) picked up within pickupSeconds, with alarms and an error budget. The default is none.',
    v.optional(objectiveSchema),
  ),
  /** What is missing in an override is taken from the monitor. */
  overrides: setting(
    'Thresholds, heartbeat interval, the scaling and the pick-up time of single environments, by id.',
    v.optional(
      v.record(
        environmentIdSchema,
        v.strictObject(
          { ...judgementEntries, slo: v.optional(ownObjectiveSchema) },
          'write an object of settings, such as { "heartbeatIntervalSeconds": 30 }',
        ),
      ),
      {},
    ),
  ),
  mute: setting(
    'Times in which alerts wait, once or every week. What is still wrong at the end is told then, once.',
    v.optional(v.array(muteWindowSchema, 'write a list of windows with from and until'), []),
  ),
  sessions: setting(
    'Whether sessions are read, to say what late work is doing: two more GETs, of which only types, ids, names of tools, times and numbers are kept.',
    v.optional(v.boolean('write true or false'), false),
  ),
  shards: setting(
    'How many functions share the environments. More than one where a run has no time for all of them.',
    v.optional(
      v.pipe(
        v.number(SHARDS_REMEDY),
        v.integer(SHARDS_REMEDY),
        v.minValue(1, SHARDS_REMEDY),
        v.maxValue(MOST_SHARDS_COUNT, SHARDS_REMEDY),
      ),
      1,
    ),
  ),
  tokenPerShard: setting(
    'Whether each of several functions has a token, and so a rate, of its own; else they share the rate of one.',
    v.optional(v.boolean('write true or false'), false),
  ),
  workspaceId: setting(
    'Sent as the header qoder-workspace-id. The default is no header.',
    v.optional(workspaceIdSchema),
  ),
  sessionUrl: setting(
    'Link of a session in alerts; {id} becomes the session id. The default is the console of the international API, and no link for another.',
    v.optional(v.pipe(httpsUrl(SESSION_URL_REMEDY), v.includes('{id}', SESSION_URL_REMEDY))),
  ),
  runbookUrl: setting(
    'Page that explains each condition and alarm under an anchor of its name. The default is docs/runbook.md at the remote of the checkout that is deployed from, where its host is known.',
    v.optional(
      v.union([v.literal(LOCAL_RUNBOOK), httpsUrl('write an https URL')], 'write an https URL'),
      LOCAL_RUNBOOK,
    ),
  ),
} satisfies Described;

export const settingsSchema = v.strictObject({
  schemaVersion: v.literal(
    SETTINGS_SCHEMA_VERSION,
    `this version reads schemaVersion ${SETTINGS_SCHEMA_VERSION}: deploy again`,
  ),
  /** Name of the monitor: the dimension Monitor. */
  monitor: monitorNameSchema(LONGEST_STACK_NAME),
  ...monitoringEntries,
});

export type Settings = v.InferOutput<typeof settingsSchema>;
export type SettingsInput = v.InferInput<typeof settingsSchema>;
