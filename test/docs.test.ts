/** Keeps the documentation true: generated parts, links, examples, and what every page must name or must not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  CHANGES,
  ENVIRONMENT_CONDITIONS,
  MONITOR_CONDITIONS,
  QUEUE_REASONS,
  VERDICT_CODES,
} from '../contract/conditions.ts';
import type { MetricDefinition } from '../contract/metric-definition.ts';
import { ENVIRONMENT_METRICS, MONITOR_METRICS } from '../contract/metrics.ts';
import { DEFAULT_MONITOR, readMonitors } from '../infra/config/read-monitors.ts';
import { toTable } from '../local/text/markdown-table.ts';
import { fillBlocks } from '../scripts/docs/fill-blocks.ts';
import { PAGES } from '../scripts/docs/pages.ts';
import { anchorsOf, linksOf } from './support/markdown-links.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
/** Commands for a deployed stack: its outputs name them too. */
const NAMED_BY_OUTPUTS = new Set(['token', 'test-alert']);

const ALL_PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...docs.filter((file) => file.endsWith('.md')).map((file) => join('docs', file)),
];

describe('generated documentation', () => {
  it.each(Object.entries(PAGES))('%s is up to date; else run: npm run docs', (path, render) => {
    // The formatter lays out JSON in its own way.
    const normalize = (text: string) => (path.endsWith('.json') ? JSON.parse(text) : text);

    expect(normalize(read(path))).toEqual(normalize(render(read(path))));
  });

  it('has every metric, and no other', () => {
    const rows = [...read('docs/metrics.md').matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);

    expect(rows.toSorted()).toEqual(
      [...Object.keys(ENVIRONMENT_METRICS), ...Object.keys(MONITOR_METRICS)].toSorted(),
    );
  });
});

describe('docs/conditions.md', () => {
  const page = read('docs/conditions.md');

  it('has a section for every condition', () => {
    const anchors = anchorsOf(page);
    const missing = [...ENVIRONMENT_CONDITIONS, ...MONITOR_CONDITIONS].filter((name) => !anchors.has(name));

    expect(missing).toEqual([]);
  });

  it('names every verdict, reason and change', () => {
    const names = [...Object.keys(VERDICT_CODES), ...QUEUE_REASONS, ...CHANGES];

    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('README.md', () => {
  const page = read('README.md');

  it('ends before it is too long to be read', () => {
    expect(page.split('\n').length).toBeLessThanOrEqual(280);
  });

  it('states the cost that was counted', () => {
    const totals =
      read('docs/cost.md').match(/^\| (a monitor, whatever|each environment|10 environments).*$/gm) ?? [];

    expect(totals).toHaveLength(3);
    const rows = page.split('\n').map(cellsOf);
    for (const total of totals) expect(rows).toContainEqual(cellsOf(total));
  });

  it('states what a scan was measured to cost', () => {
    const measured = read('docs/bench-scan.md').split('\n').map(cellsOf);
    const stated = [
      ['1,000,000, none alive', '0', 'none'],
      ['1,000,000, 50 alive, 20 of them scattered', '50', '20 scattered, rest at the tail'],
      ['1,000,000, 500 alive, all scattered', '500', 'scattered'],
    ].map(([row, alive, where]) => {
      const [, , requests, most, time, memory] =
        page
          .split('\n')
          .map(cellsOf)
          .find((cells) => cells[1] === row) ?? [];
      return { alive, where, numbers: [requests, most, time, memory] };
    });

    // Requests, at most, received, wall time, peak heap, peak memory, row of ranges.
    const rows = stated.map(({ alive, where }) =>
      measured.find(
        (cells) =>
          cells[1] === '1,000,000' && cells[2] === alive && cells[3] === where && cells.length === 12,
      ),
    );
    expect(stated.map(({ numbers }) => numbers)).toEqual(
      rows.map((cells = []) => [cells[4], cells[5], cells[7], cells[10]]),
    );
  });

  it('counts the metrics as the catalogue does', () => {
    const all = Object.values<MetricDefinition>(ENVIRONMENT_METRICS).filter(
      ({ setting }) => setting === undefined,
    );
    const essentialCount = all.filter(({ essential }) => essential).length;
    const ownCount = Object.keys(MONITOR_METRICS).length;

    expect(page).toContain(`${essentialCount} essential metrics`);
    expect(page).toContain(`${all.length - essentialCount} more`);
    expect(page).toContain(`${ownCount} of the monitor`);
  });

  it('deploys by its -c values what it writes into cdk.json', () => {
    const [, environments, emails] = /-c environments=(\S+) -c emails=(\S+)/.exec(page) ?? [];

    expect(readMonitors({ environments, emails })).toEqual(readMonitors({ monitors: monitorsIn(page) }));
  });

  it('shows cdk.json with the keys that the file has', () => {
    const { context: _, ...keys } = JSON.parse(read('cdk.json'));

    expect(cdkJsonIn(page)).toMatchObject(keys);
  });
});

it('docs/check.md shows a part of a report as it is written', () => {
  const [, shown = ''] = /```text\n([\s\S]*?)```/.exec(read('docs/check.md')) ?? [];

  expect(shown).not.toBe('');
  expect(read('test/cli/check/golden/report-blocks.txt')).toContain(shown);
});

it('docs/configuration.md shows a configuration without faults', () => {
  const monitors = readMonitors({ monitors: monitorsIn(read('docs/configuration.md')) });

  expect([...monitors.keys()]).toContain(DEFAULT_MONITOR);
});

describe.each(ALL_PAGES)('%s', (path) => {
  const page = read(path);

  it('links to files and headings that exist', () => {
    const broken = linksOf(page).filter(({ file, anchor }) => {
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== '' && !anchorsOf(read(target)).has(anchor);
    });

    expect(broken).toEqual([]);
  });

  it('names files of this repository that exist', () => {
    const named = [...page.matchAll(/`((?:contract|lambda|infra|local|scripts|test|docs)\/[\w./-]*\w\/?)`/g)];

    expect(named.map(([, file]) => file).filter((file) => !existsSync(join(ROOT, String(file))))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const scripts: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts;
    const named = [...page.matchAll(/\bnpm run (?:--silent )?([a-z][a-z:-]*)/g)].map(
      ([, name]) => name ?? '',
    );

    const missing = named.filter((name) => scripts[name] === undefined && !NAMED_BY_OUTPUTS.has(name));

    expect(missing).toEqual([]);
  });

  it('names no path of a machine, no package registry, and no work that is left', () => {
    // Paths of the API contain /work/ too: there something stands before it.
    const pattern =
      /(?<=^|[\s"'`(=])\/(?:work|farm|tmp|home|root)\/|registry\.|artifactory|npmjs|\bTODO\b|\bFIXME\b/gim;

    expect(page.match(pattern)).toBeNull();
  });
});

describe('fillBlocks()', () => {
  const page = 'a\n<!-- generated: one -->\nold\n<!-- end of generated -->\nb\n';

  it('replaces what is between the marks and keeps the rest', () => {
    expect(fillBlocks(page, { one: 'new' })).toBe(
      'a\n<!-- generated: one -->\n\nnew\n\n<!-- end of generated -->\nb\n',
    );
  });

  it('refuses a page that does not mark what there is to fill', () => {
    expect(() => fillBlocks(page, { two: 'new' })).toThrow('marks the blocks [one]: mark each of [two] once');
  });
});

describe('toTable()', () => {
  it('aligns columns and escapes pipes', () => {
    expect(toTable(['a', 'long'], [['x|y', '1']])).toBe('| a    | long |\n| ---- | ---- |\n| x\\|y | 1    |');
  });
});

/** The only JSON block of the page that configures monitors. */
function cdkJsonIn(page: string): { readonly context: { readonly monitors: unknown } } {
  const blocks = [...page.matchAll(/^( *)```json\n([\s\S]*?)^\1```/gm)].map(([, , text]) => text ?? '');
  const [only, ...others] = blocks.filter((text) => text.includes('"monitors"'));
  expect(others).toEqual([]);
  return JSON.parse(only ?? '');
}

/** Of a row of a table: nothing before the first, and after the last. */
const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim());

const monitorsIn = (page: string) => cdkJsonIn(page).context.monitors;
