import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatorServer, serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import { createSimulator } from '../../../local/simulator/simulator.ts';
import { type StartedPage, startPage } from '../../../scripts/start-page.ts';
import { openBrowser } from './open-browser.ts';

const TOKEN = 'pt-real-0123456789abcdef';
const PAST_MS = 20 * 60_000;
/** What a name may be: without a place to break it, and with what turns the text after it around. */
const NAMES: Readonly<Record<number, string>> = { 3: 'x'.repeat(255), 4: '\u202etwo\nlines' };
const launched = await openBrowser(process.env.CI === 'true');

describe.skipIf(launched === null)('the page of every environment of a token, in a browser', () => {
  let api: SimulatorServer;
  let started: StartedPage;
  let page: Page;

  beforeAll(async () => {
    if (launched === null) return;
    const simulator = createSimulator({ startAt: new Date(Date.now() - PAST_MS), token: TOKEN });
    for (let number = 1; number <= 12; number++) {
      simulator.addEnvironment({ id: `env_${number}`, name: NAMES[number] ?? `team-${number}` });
    }
    simulator.addWork('env_7');
    simulator.advance(PAST_MS);
    api = await serveSimulator(simulator, { port: 0 });
    // One run is all that a test waits for.
    started = await startPage(['--all', '--base-url', api.baseUrl, '--every', '3600', '--port', '0'], {
      QODER_PAT: TOKEN,
    });
    page = await launched.browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 1000 } });
    page.setDefaultTimeout(50_000);
    await page.goto(started.url);
    await page.locator('.run', { hasText: /^Run 1 done$/ }).waitFor();
  });
  afterAll(async () => {
    await started?.close();
    await api?.close();
    await launched?.close();
  });

  it('shows the worst first, by name, and its incident from the first run on', async () => {
    const rows = page.locator('.environments tbody tr');

    await expect.poll(() => rows.first().textContent()).toMatch(/Critical.*team-7.*no workers/);
    await page
      .locator('.lane', { hasText: 'team-7' })
      .getByRole('button', { name: /^Queue stuck/ })
      .waitFor();
    expect(await page.locator('#timeline').textContent()).toContain('11 environments had no incident');
  });

  it('keeps the numbers in sight beside a long name, and the letters of a name in their order', async () => {
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1440);
    expect(await page.getByRole('button', { name: 'two lines' }).textContent()).toBe('two lines');
  });

  it('finds an environment by a part of its name', async () => {
    const search = page.getByLabel('Search environments by name or id');
    await search.fill('TEAM-12');
    await expect.poll(() => page.locator('.environments tbody tr').allTextContents()).toHaveLength(1);
    await search.fill('');
  });

  it('has no chart and no number of what its settings do not send, and nothing to operate', async () => {
    const charts = page.locator('#charts figure');
    const shown = await charts.and(page.locator(':visible')).allTextContents();

    expect(shown.filter((text) => /Workers wanted|Pick-ups/.test(text))).toEqual([]);
    expect(shown.length).toBe((await charts.count()) - 2);
    await page.getByText('Every metric as a number').click();
    expect(await page.locator('#numbers').getByRole('rowheader', { name: 'QueueDepth' }).isVisible()).toBe(
      true,
    );
    expect(await page.locator('#numbers').getByRole('rowheader', { name: 'WorkersWanted' }).count()).toBe(0);
    expect(await page.locator('#fleet').isVisible()).toBe(false);
  });
});
