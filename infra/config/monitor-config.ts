/** One monitor's configuration: an entry of `monitors` in cdk.json, and the props of the construct. */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as v from 'valibot';
import { findBaseUrlFault, withoutCredentials } from '../../contract/base-url.ts';
import { DEFAULT_BASE_URL } from '../../contract/deployment.ts';
import { environmentIdSchema } from '../../contract/environment-id.ts';
import { monitorNameSchema } from '../../contract/monitor-name.ts';
import { type Described, monitoringEntries, setting } from '../../contract/settings.ts';
import { slackChannelSchema, teamsChannelSchema } from './chat-channels.ts';

/** An ARN whose end looks like this, or one with CDK tokens, which become one at deployment. */
const arn = (end: RegExp, example: string) => {
  const remedy = `write an ARN such as ${example}`;
  const pattern = new RegExp(`^(arn:aws[a-z-]*:${end.source}|.*\\$\\{Token\\[.*)$`);
  return v.optional(v.pipe(v.string(remedy), v.regex(pattern, remedy)));
};

const keyArn = () =>
  arn(KEY, 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, not of an alias');

const TOPIC = /sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}/;
// A grant needs the whole ARN: without the six characters it names no secret.
const SECRET = /secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+-[A-Za-z0-9]{6}/;
// IAM grants the use of keys, not of aliases.
const KEY = /kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})/;
const POLICY = /iam::(\d{12}|aws):policy\/\S+/;

/** Source: RFC 5321 and 5322, local parts without quotes; a domain of at least two labels. */
const EMAIL =
  /^(?=.{3,320}$)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}$/;

const URL_REMEDY = 'write a URL such as https://api.qoder.com/api/v1/cloud';
/** Source: PutEvents, EventBusName, without the buses of partners, which take no events of others. */
const BUS = /^(arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/)?[\w.-]{1,256}$/;
const BUS_REMEDY =
  'write "default", the name of an event bus, or its ARN such as arn:aws:events:eu-west-1:123456789012:event-bus/incidents';
const EMAIL_REMEDY = 'write an e-mail address such as team@example.com';
const TAG_REMEDY = 'write a tag of 1 to 128 characters that does not begin with aws:';
const RETENTION_REMEDY =
  'write a number of days that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, …, 3653';

const RETENTIONS_DAYS = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** Shorter than a stack's: names of resources are made of it. */
export const nameSchema = monitorNameSchema(64);

const monitorEntries = {
  ...monitoringEntries,
  environmentNames: setting(
    'Names of environments in the menu of the dashboard, by id.',
    v.optional(
      v.record(
        environmentIdSchema,
        v.pipe(v.string(), v.regex(/^[^\n]{1,100}$/, 'write a name of 1 to 100 characters')),
      ),
      {},
    ),
  ),
  baseUrl: setting(
    "Base URL of the API with its prefix, as in Qoder's SDK.",
    v.optional(
      v.pipe(
        v.string(URL_REMEDY),
        v.rawCheck(({ dataset, addIssue }) => {
          const remedy = dataset.typed ? findBaseUrlFault(dataset.value) : null;
          // The input is what the fault shows.
          if (remedy !== null)
            addIssue({ message: remedy, input: withoutCredentials(String(dataset.value)) });
        }),
      ),
      DEFAULT_BASE_URL,
    ),
  ),
  emails: setting(
    'Addresses that get the alerts and the alarms on the monitor itself. Each must confirm once.',
    v.optional(
      v.pipe(
        v.array(
          v.pipe(v.string(EMAIL_REMEDY), v.regex(EMAIL, EMAIL_REMEDY)),
          'write a list of e-mail addresses',
        ),
        v.check((emails) => new Set(emails).size === emails.length, 'name each address once'),
      ),
      [],
    ),
  ),
  chat: setting(
    'Makes a third topic with messages for Slack and Microsoft Teams through Amazon Q Developer. With slack or teams it is there anyway.',
    v.optional(v.boolean('write true or false'), false),
  ),
  slack: setting(
    'Slack channel that gets the messages and the alarms, through Amazon Q Developer. The default is none.',
    v.optional(slackChannelSchema),
  ),
  teams: setting(
    'Channel of Microsoft Teams that gets the messages and the alarms, through Amazon Q Developer. The default is none.',
    v.optional(teamsChannelSchema),
  ),
  eventBusName: setting(
    'Event bus of EventBridge, by name or ARN, that each change of an incident is put on too; "default" is that of the account. The default is none.',
    v.optional(v.pipe(v.string(BUS_REMEDY), v.regex(BUS, BUS_REMEDY))),
  ),
  queueAlarms: setting(
    'Adds two CloudWatch alarms over all environments. They read silence as OK.',
    v.optional(v.boolean('write true or false'), false),
  ),
  alertsTopicArn: setting(
    'Existing topic for the alerts. The default is a new one.',
    arn(TOPIC, 'arn:aws:sns:eu-west-1:123456789012:alerts'),
  ),
  healthTopicArn: setting(
    'Existing topic for the alarms on the monitor itself. The default is a new one.',
    arn(TOPIC, 'arn:aws:sns:eu-west-1:123456789012:health'),
  ),
  tokenSecretArn: setting(
    'Existing secret that holds the token as its whole text, or a service account key as JSON. The default is a new one.',
    arn(
      SECRET,
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:qoder-AbCdEf, with the six characters at its end',
    ),
  ),
  alertsTopicKeyArn: setting(
    'Customer key of the existing topic for the alerts. The default is none.',
    keyArn(),
  ),
  healthTopicKeyArn: setting(
    'Customer key of the existing topic for the alarms. The default is none.',
    keyArn(),
  ),
  tokenSecretKeyArn: setting('Customer key of the existing secret. The default is none.', keyArn()),
  encryptionKeyArn: setting(
    'Customer key for the topics, the table and the secret that are made. The default is none.',
    keyArn(),
  ),
  permissionsBoundaryArn: setting(
    'Managed policy that bounds every role of the stack. The default is none.',
    arn(POLICY, 'arn:aws:iam::123456789012:policy/boundary'),
  ),
  logRetentionDays: setting(
    "Days the function's log is kept.",
    v.optional(v.picklist(RETENTIONS_DAYS, RETENTION_REMEDY), RetentionDays.ONE_MONTH),
  ),
  tags: setting(
    'Tags of every resource.',
    v.optional(
      v.record(
        v.pipe(v.string(), v.regex(/^(?!aws:).{1,128}$/i, TAG_REMEDY)),
        v.pipe(v.string('write a text'), v.maxLength(256, 'write at most 256 characters')),
      ),
      {},
    ),
  ),
} satisfies Described;

export const monitorSchema = v.strictObject(
  monitorEntries,
  'write an object of settings, such as { "environments": ["env_a"] }',
);

/** As a person writes it: only `environments` is required. */
export type MonitorConfigInput = v.InferInput<typeof monitorSchema>;
/** Checked, with every default filled in. */
export type MonitorConfig = v.InferOutput<typeof monitorSchema>;
