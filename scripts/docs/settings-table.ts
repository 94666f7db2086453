/** The table of settings: what an editor shows while cdk.json is written. */
import { SETTING_DESCRIPTIONS } from '../../infra/config/monitor-config.ts';
import { toTable } from '../../local/text/markdown-table.ts';

export const toSettingsTable = (): string =>
  toTable(
    ['setting', 'what it is for'],
    Object.entries(SETTING_DESCRIPTIONS).map(([name, description]) => [`\`${name}\``, description]),
  );
