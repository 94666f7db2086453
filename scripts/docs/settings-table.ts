/** The table of settings: what an editor shows while cdk.json is written. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { monitorSchema } from '../../infra/config/monitor-config.ts';
import { toTable } from '../../local/text/markdown-table.ts';
import { findDefault, type WithDefault, withoutDefault } from './find-default.ts';

export function toSettingsTable(): string {
  const options = { target: 'draft-07', typeMode: 'input', errorMode: 'ignore' } as const;
  const { properties = {} } = toJsonSchema(monitorSchema, options);
  return toTable(
    ['setting', 'what it is for', 'default'],
    Object.entries(properties).map(([name, schema]) => {
      const described = schema as WithDefault;
      return [`\`${name}\``, withoutDefault(described.description), toCell(findDefault(described))];
    }),
  );
}

function toCell(standard: string | null): string {
  if (standard === null) return 'must be written';
  return standard.startsWith('- ') ? standard.slice(2) : `\`${standard.replaceAll("'", '"')}\``;
}
