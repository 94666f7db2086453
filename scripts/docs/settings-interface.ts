/** The settings as TypeScript shows them to users of the construct, with the words and defaults of the schema. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { monitorSchema } from '../../infra/config/monitor-config.ts';
import { findDefault, withoutDefault } from './find-default.ts';
import { toComment } from './to-comment.ts';

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
}

/** A type that is longer would not be read: then the schema's own stands there. */
const LONGEST_TYPE = 80;

export function toSettingsInterface(): string {
  const options = { target: 'draft-07', typeMode: 'input', errorMode: 'ignore' } as const;
  const { properties = {}, required = [] } = toJsonSchema(monitorSchema, options) as Schema;
  const members = Object.entries(properties).map(([name, schema]) => {
    const lines = [withoutDefault(schema.description)];
    const standard = findDefault(schema);
    if (standard !== null) lines.push('', `@default ${standard}`);
    const type = toType(schema);
    const shown = type.length > LONGEST_TYPE ? `MonitorConfigInput['${name}']` : type;
    const isRequired = required.includes(name);
    const orNot = isRequired || shown !== type ? '' : ' | undefined';
    return `${toComment(lines, '  ')}\n  readonly ${name}${isRequired ? '' : '?'}: ${shown}${orNot};`;
  });
  return `/** What can be set, as an editor shows it. Written by npm run docs, from the schema of cdk.json. */
import type { MonitorConfigInput } from './monitor-config.ts';

export interface MonitorSettings {
${members.join('\n')}
}
`;
}

function toType(schema: Schema): string {
  if (schema.const !== undefined) return toLiteral(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(toLiteral).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(toType).join(' | ');
  if (schema.type === 'array') return `readonly ${toType(schema.items ?? {})}[]`;
  if (schema.type !== 'object') return schema.type === 'integer' ? 'number' : (schema.type ?? 'unknown');
  const { properties, additionalProperties, required = [] } = schema;
  if (properties === undefined) return `Readonly<Record<string, ${toType(additionalProperties as Schema)}>>`;
  const members = Object.entries(properties).map(
    ([name, member]) => `readonly ${name}${required.includes(name) ? '' : '?'}: ${toType(member)}`,
  );
  return `{ ${members.join('; ')} }`;
}

const toLiteral = (value: unknown): string =>
  typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
