import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_CONDITIONS, MONITOR_CONDITIONS } from '../../contract/conditions.ts';
import { synthesizeMonitor } from './support/synthesize-monitor.ts';

const RUNBOOK_URL = 'https://example.com/runbook';
const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n')[0], section]),
);

/** Of alarms and dashboard alike. */
const template = JSON.stringify(
  synthesizeMonitor({
    runbookUrl: RUNBOOK_URL,
    queueAlarms: true,
    metrics: 'full',
    slo: { pickupSeconds: 60, target: 0.95 },
  }),
);
const links = template.matchAll(/https:\/\/example\.com\/runbook#([a-z-]+)/g);
const linked = [...new Set([...links].map(([, anchor]) => anchor))];

describe('docs/runbook.md', () => {
  it.each([...ENVIRONMENT_CONDITIONS, ...MONITOR_CONDITIONS])(
    'tells what %s means and what to do',
    (condition) => {
      expect(sections.get(condition)).toMatch(/\*\*Meaning\.\*\*.+(\*\*Do\.\*\*|what to do)/s);
    },
  );

  it.each(linked)('has the section %s that an alarm or the dashboard links to', (anchor) => {
    expect(sections.get(String(anchor))).toMatch(/\*\*Meaning\.\*\*.+(\*\*Do\.\*\*|\*\*Look at|what to do)/s);
  });
});
