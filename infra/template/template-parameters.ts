/** What whoever deploys the template says: its parameters, and as much of their checks as CloudFormation can do. */
import { CfnParameter, type CfnParameterProps, type Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEFAULT_BASE_URL, PARAMETERS } from '../../contract/deployment.ts';

export type ParameterName = Exclude<keyof typeof PARAMETERS, 'emails'>;

/**
 * Lambda takes 4 KB of variables in all, and names of resources need 1 KB of it.
 * Source: Lambda quotes, "Environment variables".
 */
const LONGEST = { environments: 1500, thresholds: 600, settings: 700, baseUrl: 120 } as const;

const ID = 'env_[A-Za-z0-9_-]+';
const JSON_OBJECT = '^\\s*\\{[\\s\\S]*\\}\\s*$';

export const DEFINITIONS: Readonly<Record<ParameterName, CfnParameterProps>> = {
  environments: {
    description:
      'Ids of the environments to watch with commas between them, or all to discover every self_hosted one',
    allowedPattern: `^(all|${ID}( *, *${ID})*)$`,
    constraintDescription: 'write all, or ids that begin with env_, with commas between them',
    maxLength: LONGEST.environments,
  },
  monitor: {
    description:
      'Name of the monitor: the dimension Monitor of its metrics, unique in the account and region; empty for that of the stack',
    default: '',
    allowedPattern: '^([A-Za-z][A-Za-z0-9-]{0,63})?$',
    constraintDescription: 'write a letter followed by at most 63 letters, digits or -, or leave it empty',
  },
  baseUrl: {
    description: 'Base URL of the API with its prefix, such as https://api.qoder.com.cn/api/v1/cloud (China)',
    default: DEFAULT_BASE_URL,
    allowedPattern: '^https://[^\\s?#@\\\\]+$',
    constraintDescription: `write an https URL such as ${DEFAULT_BASE_URL}`,
    maxLength: LONGEST.baseUrl,
  },
  thresholds: {
    description:
      'When a condition is a warning or critical, as JSON: {"queue-stuck":{"warning":120,"critical":600}}. What is not written is learned',
    default: '{}',
    allowedPattern: JSON_OBJECT,
    constraintDescription: 'write a JSON object such as {"queue-stuck":{"warning":120}}',
    maxLength: LONGEST.thresholds,
  },
  settings: {
    description: 'Other settings by their names, as JSON: {"heartbeatIntervalSeconds":30,"metrics":"lean"}',
    default: '{}',
    allowedPattern: JSON_OBJECT,
    constraintDescription: 'write a JSON object such as {"heartbeatIntervalSeconds":30}',
    maxLength: LONGEST.settings,
  },
  codeBucket: {
    description: "Bucket in the region of the stack that holds the function's zip",
    allowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    constraintDescription: 'write the name of a bucket',
  },
  codePrefix: {
    description:
      'What stands before the name of the zip in the bucket, with a / at its end; empty for nothing',
    default: '',
    allowedPattern: '^([^/].*/)?$',
    constraintDescription: 'write a prefix such as monitors/, or leave it empty',
  },
};

/** Of each address. */
export const EMAIL_DEFINITION: CfnParameterProps = {
  description: 'Address that gets the alerts and the alarms on the monitor itself; empty for none',
  default: '',
  allowedPattern: '^([^@\\s]+@[^@\\s]+\\.[^@\\s]+)?$',
  constraintDescription: 'write an e-mail address such as team@example.com, or leave it empty',
};

export type TemplateParameters = Readonly<Record<ParameterName, string>> & {
  readonly emails: readonly string[];
};

/** @returns their values, which are known at deployment */
export function addParameters(stack: Stack): TemplateParameters {
  // Outputs have some of the same names.
  const scope = new Construct(stack, 'Parameters');
  const add = (name: string, props: CfnParameterProps) => {
    const parameter = new CfnParameter(scope, name, { type: 'String', ...props });
    parameter.overrideLogicalId(name);
    return parameter.valueAsString;
  };
  const names = Object.keys(DEFINITIONS) as ParameterName[];
  stack.templateOptions.metadata = { 'AWS::CloudFormation::Interface': CONSOLE_FORM };
  return {
    ...(Object.fromEntries(names.map((name) => [name, add(PARAMETERS[name], DEFINITIONS[name])])) as Record<
      ParameterName,
      string
    >),
    emails: PARAMETERS.emails.map((name) => add(name, EMAIL_DEFINITION)),
  };
}

/** How the console groups them. */
const CONSOLE_FORM = {
  ParameterGroups: [
    { Label: { default: 'What is watched' }, Parameters: [PARAMETERS.environments, PARAMETERS.baseUrl] },
    { Label: { default: 'Who is told' }, Parameters: PARAMETERS.emails },
    {
      Label: { default: 'How it is judged' },
      Parameters: [PARAMETERS.thresholds, PARAMETERS.settings, PARAMETERS.monitor],
    },
    { Label: { default: 'The function' }, Parameters: [PARAMETERS.codeBucket, PARAMETERS.codePrefix] },
  ],
};
