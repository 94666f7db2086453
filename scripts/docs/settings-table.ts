/** The table of settings: what an editor shows while cdk.json is written. */
import * as v from 'valibot';
import { monitorSchema } from '../../infra/config/monitor-config.ts';
import { toTable } from '../../local/text/markdown-table.ts';

export const toSettingsTable = (): string =>
  toTable(
    ['setting', 'what it is for'],
    Object.entries(monitorSchema.entries).map(([name, schema]) => [
      `\`${name}\``,
      v.getDescription(schema) ?? '',
    ]),
  );
