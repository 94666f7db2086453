import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedPage, startPage } from '../../../scripts/start-page.ts';
import { openBrowser } from './open-browser.ts';

const launched = await openBrowser(process.env.CI === 'true');

describe.skipIf(launched === null)('the page, in a browser', () => {
  let started: StartedPage;
  let page: Page;
  const complaints: string[] = [];
  const requestedUrls: string[] = [];

  beforeAll(async () => {
    if (launched === null) return;
    started = await startPage(['--every', '0.25', '--port', '0']);
    page = await launched.browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 1000 } });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requestedUrls.push(request.url()));
    // Injected by the browser itself: the page's own policy lets no script in.
    await page.addInitScript({ content: axe.source });
    await page.goto(started.url);
    await page.getByRole('row', { name: /web-research/ }).waitFor();
  });
  afterAll(async () => {
    await started?.close();
    await launched?.close();
  });

  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
  const bar = (name: RegExp) =>
    page.locator('.lane', { hasText: 'web-research' }).getByRole('button', { name });
  /** Minutes of a day, of the first clock time in the text. */
  const minutesIn = (text: string | null) => {
    const [, hours, minutes] = /(\d\d):(\d\d)/.exec(text ?? '') ?? [];
    return Number(hours) * 60 + Number(minutes);
  };
  const seriousFindings = async (colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    const findings: { id: string; impact: string; target: string }[] = await page.evaluate(
      'axe.run(document).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, target: nodes[0].target.join() })))',
    );
    return findings.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  };

  it('shows what the monitor found in the fleet, with the chart of the worst environment', async () => {
    const row = page.getByRole('row', { name: /nightly-reports/ });

    await expect
      .poll(() => row.textContent())
      .toMatch(/Critical.*no workers.*No worker is there.*Queue stuck/);
    expect(
      await page.getByRole('img', { name: /^Longest wait in the queue: oldest queued 2\d min/ }).count(),
    ).toBe(1);
    expect(
      await page.getByRole('button', { name: 'nightly-reports', exact: true }).getAttribute('aria-pressed'),
    ).toBe('true');
  });

  it('shows the incident some minutes after all workers were killed, and its end after they came back', {
    timeout: 180_000,
  }, async () => {
    await press('web-research');
    await press('Kill all');
    await bar(/^Queue stuck/).waitFor({ timeout: 60_000 });
    const killed = minutesIn(
      await page.locator('.actions li', { hasText: 'Killed every worker' }).textContent(),
    );
    const opened = minutesIn(await bar(/^Queue stuck/).getAttribute('aria-label'));
    const delayMinutes = (opened - killed + 1440) % 1440;
    // Work arrives every 45 s on average, and waits 5 min before it is late.
    expect(delayMinutes).toBeGreaterThanOrEqual(4);
    expect(delayMinutes).toBeLessThanOrEqual(10);

    await press('Start all');
    await press('Stop abandoned work');

    await bar(/^Queue stuck.* resolved /).waitFor({ timeout: 60_000 });
    await expect
      .poll(() => page.locator('.alert-list').textContent())
      .toMatch(/Resolved, was (warning|critical).*web-research/);
  });

  it('shows an alert as a mail, a chat card, a text message and JSON, by keyboard too', async () => {
    await page.getByRole('tab', { name: 'Mail' }).focus();
    const panel = page.getByRole('tabpanel');
    const texts: (string | null)[] = [];
    for (const key of ['End', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key);
      texts.push(await panel.textContent());
    }

    expect(texts).toEqual([
      expect.stringContaining('"schemaVersion": 1'),
      expect.stringMatching(/^Subject[A-Z]/),
      expect.stringContaining('Next steps'),
      expect.stringMatching(/\d+ characters$/),
    ]);
  });

  it('tells alerts to those who do not see the page, and time can be stopped', async () => {
    expect(await page.getByRole('status').textContent()).toMatch(/RESOLVED|WARNING|CRITICAL/);

    await press('Pause');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    const before = await page.locator('.clock').textContent();
    await press('Next minute');

    await expect.poll(() => page.locator('.clock').textContent()).not.toBe(before);
  });

  it.each(['light', 'dark'] as const)('has no serious finding of axe in the %s scheme', async (scheme) => {
    expect(await seriousFindings(scheme)).toEqual([]);
  });

  it('has no error in the console, and asks nobody but its own server', () => {
    expect(complaints).toEqual([]);
    expect(requestedUrls.filter((url) => !url.startsWith(started.url))).toEqual([]);
    expect(requestedUrls.length).toBeGreaterThan(4);
  });
});
