/** JSON schema of cdk.json, so that editors complete and check the monitors in it. Made of the schema the app uses. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { monitorSchema, nameSchema } from './monitor-config.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** What JSON schema cannot say (such as "name each address once") is left to the synthesis. */
const OPTIONS = { target: 'draft-07', typeMode: 'input', errorMode: 'ignore' } as const;

export function createConfigJsonSchema(): JsonSchema {
  const { $schema, ...monitor } = toJsonSchema(monitorSchema, OPTIONS);
  const { pattern } = toJsonSchema(nameSchema, OPTIONS);
  return {
    $schema,
    title: 'cdk.json of the Qoder work queue monitor',
    type: 'object',
    properties: {
      context: {
        type: 'object',
        properties: {
          monitors: {
            description: 'What is deployed: a stack for each monitor.',
            type: 'object',
            propertyNames: { pattern },
            additionalProperties: monitor,
          },
        },
      },
    },
  };
}
