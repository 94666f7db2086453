/** Every file with generated parts. `npm run docs` writes them, and a test tells when one is out of date. */
import { readFileSync } from 'node:fs';
import { toAlertSchema } from './alert-json-schema.ts';
import { toRuleSection, toRunbookSection, withSections } from './condition-sections.ts';
import { toConditionTable, toVerdictTable } from './condition-tables.ts';
import { fillBlocks } from './fill-blocks.ts';
import { toLicencesPage } from './licences-page.ts';
import { toMetricMethods } from './metric-methods.ts';
import { toMetricCounts, toMetricsPage } from './metrics-page.ts';
import { toParametersTable } from './parameters-table.ts';
import { toScaledObjectBlock } from './scaled-object-block.ts';
import { toSettingsInterface } from './settings-interface.ts';
import { toSettingsTable } from './settings-table.ts';

/** The first table of the page that `npm run cost -- --write` writes. */
function readCostTable(): string {
  const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
  return page.split('\n\n').find((block) => block.startsWith('|')) ?? '';
}

/** By path from the root: what the file should be, made of what it is. */
export const PAGES: Readonly<Record<string, (page: string) => string>> = {
  'README.md': (page) =>
    fillBlocks(page, {
      conditions: toConditionTable('docs/conditions.md'),
      metrics: toMetricCounts(),
      cost: readCostTable(),
    }),
  'docs/alert-schema.json': toAlertSchema,
  'docs/autoscaling.md': (page) => fillBlocks(page, { 'scaled-object': toScaledObjectBlock() }),
  'docs/cloudformation.md': (page) => fillBlocks(page, { parameters: toParametersTable() }),
  'docs/conditions.md': (before) => {
    const { page, blocks } = withSections(before, toRuleSection);
    return fillBlocks(page, { ...blocks, thresholds: toConditionTable(''), verdicts: toVerdictTable() });
  },
  'docs/configuration.md': (page) => fillBlocks(page, { settings: toSettingsTable() }),
  'infra/config/monitor-settings.ts': toSettingsInterface,
  'infra/measured-monitor.ts': toMetricMethods,
  'docs/licences.md': toLicencesPage,
  'docs/metrics.md': toMetricsPage,
  'docs/runbook.md': (before) => {
    const { page, blocks } = withSections(before, toRunbookSection);
    return fillBlocks(page, blocks);
  },
};
