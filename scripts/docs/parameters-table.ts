/** The table of the template's parameters: what the console shows beside them. */
import type { CfnParameterProps } from 'aws-cdk-lib';
import { PARAMETERS } from '../../contract/deployment.ts';
import {
  DEFINITIONS,
  EMAIL_DEFINITION,
  type ParameterName,
} from '../../infra/template/template-parameters.ts';
import { toTable } from '../../local/text/markdown-table.ts';

export function toParametersTable(): string {
  const [first, ...others] = PARAMETERS.emails;
  const names = Object.keys(DEFINITIONS) as ParameterName[];
  return toTable(
    ['parameter', 'what it is for', 'default'],
    [
      ...names.map((name) => toRow(`\`${PARAMETERS[name]}\``, DEFINITIONS[name])),
      toRow(`\`${first}\` … \`${others.at(-1)}\``, EMAIL_DEFINITION),
    ],
  );
}

const toRow = (name: string, { description = '', default: standard }: CfnParameterProps): string[] => [
  name,
  `${description}.`,
  standard === undefined ? 'must be written' : standard === '' ? '' : `\`${standard}\``,
];
