import { setTimeout } from 'node:timers/promises';
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
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
    // Time passes when a test says so: how fast the machine is changes nothing of what is seen.
    started = await startPage(['--every', '3600', '--port', '0', '--sessions']);
    page = await launched.browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 1000 } });
    // A machine that is busy with other things draws a page in tens of seconds. Less than a test has, so that it
    // is said what was not there.
    page.setDefaultTimeout(50_000);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requestedUrls.push(request.url()));
    // Injected by the browser itself: the page's own policy lets no script in.
    await page.addInitScript({ content: axe.source });
    await page.goto(started.url);
    await page.locator('.run', { hasText: /^Run 1 done$/ }).waitFor();
  });
  afterAll(async () => {
    await started?.close();
    await launched?.close();
  });

  const openAnother = async (): Promise<Page> => {
    if (launched === null) throw new Error('no browser');
    const other = await launched.browser.newPage({ locale: 'en-US' });
    other.setDefaultTimeout(50_000);
    return other;
  };
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
  /** What was done is told before more is asked for: requests may overtake each other. */
  const order = async (name: string, done: string) => {
    await press(name);
    await page.locator('.actions li', { hasText: done }).first().waitFor();
  };
  const passMinute = async () => {
    const [, number] =
      /^Run (\d+) (?:done|failed)$/.exec((await page.locator('.run').textContent()) ?? '') ?? [];
    await press('Next minute');
    await page
      .locator('.run', { hasText: new RegExp(`^Run ${Number(number) + 1} (done|failed)$`) })
      .waitFor();
  };
  const passMinutesUntil = async (shown: Locator, mostMinutes: number) => {
    for (let minute = 0; minute < mostMinutes && !(await shown.isVisible()); minute++) await passMinute();
    expect(await shown.isVisible(), `${shown} within ${mostMinutes} virtual minutes`).toBe(true);
  };
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
    await page.getByRole('img', { name: /^Longest wait in the queue: oldest queued 2\d min/ }).waitFor();
    // There is nothing more to show yet.
    expect(await page.getByRole('button', { name: '3 h' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: '30 min' }).isDisabled()).toBe(false);
    expect(
      await page.getByRole('button', { name: 'nightly-reports', exact: true }).getAttribute('aria-pressed'),
    ).toBe('true');
  });

  it('shows what the sessions of late items do, where they are read', async () => {
    await press('code-review');
    const sessions = page.locator('#sessions');
    await expect
      .poll(() => sessions.textContent())
      .toMatch(/work_.*its worker has not answered a tool call(bash|read|write|grep)\d+ min/);
    expect(await page.locator('#norms').textContent()).toMatch(/Tool callnot learned yet: \d+ of 20/);

    await press('web-research');
    await expect.poll(() => sessions.textContent()).toMatch(/No item is late enough/);
  });

  it('shows the incident some minutes after all workers were killed, and its end after they came back', {
    timeout: 180_000,
  }, async () => {
    await press('web-research');
    await order('Kill all', 'Killed every worker');
    await passMinutesUntil(bar(/^Queue stuck/), 12);
    const killed = minutesIn(
      await page.locator('.actions li', { hasText: 'Killed every worker' }).textContent(),
    );
    const opened = minutesIn(await bar(/^Queue stuck/).getAttribute('aria-label'));
    const delayMinutes = (opened - killed + 1440) % 1440;
    // Work arrives every 45 s on average, and waits 5 min before it is late.
    expect(delayMinutes).toBeGreaterThanOrEqual(4);
    expect(delayMinutes).toBeLessThanOrEqual(10);

    await order('Start all', 'Started');
    await order('Stop abandoned work', 'Stopped');

    await passMinutesUntil(bar(/^Queue stuck.* resolved /), 30);
    await expect
      .poll(() => page.locator('.alert-list').textContent())
      .toMatch(/Resolved, was (warning|critical).*web-research/);
  });

  it('shows a new alert as the mail that it is, which goes by itself unless it is pointed at', {
    timeout: 180_000,
  }, async () => {
    const other = await openAnother();
    // Its time stands still until the test lets it pass: a toast cannot go before it was looked at.
    await other.clock.install();
    await other.goto(started.url);
    await other.getByRole('row', { name: /web-research/ }).waitFor();
    await other.clock.pauseAt(Date.now() + 60_000);
    const toast = other.locator('.toast.new-mail', { hasText: /(WARNING|CRITICAL): web-research/ });
    const dismiss = toast.getByRole('button', { name: 'Dismiss' });

    await press('web-research');
    await order('Kill all', 'Killed every worker');
    await passMinutesUntil(toast, 15);
    const subject = (await toast.locator('strong').textContent()) ?? '';
    expect(await toast.textContent()).toMatch(/^New mail.*Read.*Dismiss$/s);

    await toast.getByRole('button', { name: 'Read' }).click();
    await toast.waitFor({ state: 'detached' });
    await other.locator('.alert-list [aria-current]', { hasText: 'web-research' }).waitFor();
    expect(await other.getByRole('tabpanel').textContent()).toContain(subject);

    await passMinutesUntil(toast, 15);
    await dismiss.hover();
    await other.clock.runFor(13_000);
    expect(await toast.isVisible()).toBe(true);
    await other.mouse.move(0, 0);
    await other.evaluate('document.activeElement?.blur()');
    await other.clock.runFor(13_000);
    await toast.waitFor({ state: 'detached' });
    await other.close();

    await order('Start all', 'Started');
    await order('Stop abandoned work', 'Stopped');
  });

  it('draws the workers that are wanted and the pick-ups by their objective, which the fleet has', async () => {
    await page.getByRole('img', { name: /^Workers wanted: workers wanted \d+$/ }).waitFor();
    await page.getByRole('img', { name: /^Pick-ups, by their objective: in time \d+, late \d+$/ }).waitFor();
    expect(await page.locator('#norms').textContent()).toContain('objective: within 60 s');
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

  it('leaves the keyboard where it was, though a button that did its work is disabled or gone', async () => {
    const focused = page.locator(':focus');
    await press('web-research');
    for (const [name, next] of [
      ['Kill search-1', 'Start search-1'],
      ['Start search-1', 'Kill search-1'],
      ['Kill all', 'Start all'],
      ['Start all', 'Kill all'],
      ['Play', 'End it now'],
      ['End it now', 'Play'],
    ] as const) {
      const button = page.getByRole('button', { name, exact: true });
      await button.focus();
      await page.keyboard.press('Enter');
      await button.and(page.locator(':enabled')).waitFor({ state: 'hidden' });
      expect((await focused.getAttribute('aria-label')) ?? (await focused.textContent())).toBe(next);
    }
    await page.getByRole('button', { name: 'Stop abandoned work' }).click();
  });

  it('tells alerts to those who do not see the page, and time can be stopped', async () => {
    expect(await page.getByRole('status').textContent()).toMatch(/RESOLVED|WARNING|CRITICAL/);

    const time = page.locator('.clock time');
    const slow = await time.textContent();
    await page.getByLabel('A minute takes').selectOption('0.1');
    await expect.poll(() => time.textContent()).not.toBe(slow);
    await press('Pause');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await page.locator('.run', { hasText: /(done|failed)$/ }).waitFor();
    const stopped = await time.textContent();
    // Several minutes would have passed by now.
    await setTimeout(1_000);
    expect(await time.textContent()).toBe(stopped);
    await passMinute();
    expect(minutesIn(await time.textContent())).toBe((minutesIn(stopped) + 1) % 1440);
  });

  it('shows a run of the past as it was, by keyboard, and the same by its link', async () => {
    const slider = page.getByRole('slider', { name: 'Time that is shown' });
    expect(await slider.getAttribute('max')).toBe(await slider.inputValue());
    await slider.focus();
    await page.keyboard.press('Home');
    const past = page.locator('.past');
    await past.waitFor();
    const [told, tableText] = [
      await past.textContent(),
      await page.locator('.environments tbody').textContent(),
    ];
    // The fleet is operated as it is now.
    expect(await page.locator('#fleet-note').textContent()).toMatch(/workers up now$/);
    // At the first run nobody had come to the rescue yet.
    expect(tableText).toMatch(/Critical.*no workers/);

    const other = await openAnother();
    await other.goto(page.url());
    await expect.poll(() => other.locator('.past').textContent()).toBe(told);
    expect(await other.locator('.environments tbody').textContent()).toBe(tableText);
    await other.close();

    await press('Now');
    await past.waitFor({ state: 'hidden' });
  });

  it('shows how it is now where a link leads to what is not there, and says so', async () => {
    const other = await openAnother();
    await other.goto(`${started.url}?incident=env_gone.queue-stuck.1&time=2020-01-01T00:00Z`);
    await other.getByText('The incident and the time that were asked for are not there').waitFor();
    expect(await other.locator('.alert-list li').count()).toBeGreaterThan(0);
    expect([...new URL(other.url()).searchParams.keys()]).toEqual(['environment']);

    await other.getByRole('button', { name: 'web-research', exact: true }).click();
    await other.getByText('are not there').waitFor({ state: 'hidden' });
    await other.close();
  });

  it('chooses an incident by its bar: its story, its alert and its address', async () => {
    await bar(/^Queue stuck/)
      .first()
      .click();
    await page
      .locator('.story')
      .getByRole('button', { name: /resolved/ })
      .waitFor();

    expect(new URL(page.url()).searchParams.get('incident')).toMatch(/^env_demo_healthy\.queue-stuck\./);
    expect(await page.locator('.alert-list').textContent()).not.toMatch(/nightly-reports/);
    await press('All alerts');
  });

  it('plays a scenario, and says on the page why another one is refused', async () => {
    await page.getByLabel('Scenario').selectOption({ label: 'API outage' });
    await press('nightly-reports');
    await press('Play');
    await page.locator('.playing', { hasText: 'Plays in every environment' }).waitFor();
    // What it is played with is what the charts and the workers are about.
    await page.locator('#metrics-note', { hasText: 'web-research' }).waitFor();
    const other = page.request.post(`${started.url}commands`, {
      headers: { origin: started.url.slice(0, -1) },
      data: { action: 'play-scenario', scenario: 'bad-deploy' },
    });
    expect(await (await other).text()).toMatch(/“API outage” is playing/);
    await passMinutesUntil(page.locator('.fault', { hasText: 'answered 500' }), 2);
    await press('End it now');
    await page.locator('.actions', { hasText: 'The API works again' }).waitFor();

    await page.getByLabel('Items', { exact: true }).fill('1000');
    await press('Add work');
    await page.locator('.toast.refusal', { hasText: 'Items is 1000: write a whole number' }).waitFor();
  });

  it.each([1440, 390, 320].flatMap((width) => [[width, 'light'] as const, [width, 'dark'] as const]))(
    'has nothing at its side to scroll to at %i px in the %s scheme',
    async (width, colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 1000 });
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.locator('.environments .number').first().isVisible()).toBe(true);
      await page.setViewportSize({ width: 1440, height: 1000 });
    },
  );

  it.each(['light', 'dark'] as const)('has no serious finding of axe in the %s scheme', async (scheme) => {
    expect(await seriousFindings(scheme)).toEqual([]);
  });

  it('has no error in the console, and asks nobody but its own server', () => {
    // The command that was refused is one of its own.
    expect(complaints.filter((text) => !/status of 400/.test(text))).toEqual([]);
    expect(requestedUrls.filter((url) => !url.startsWith(started.url))).toEqual([]);
    expect(requestedUrls.length).toBeGreaterThan(4);
  });

  it('is drawn in a browser whose language is none of the web', async () => {
    const other = await openAnother();
    await other.addInitScript(
      `Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix', configurable: true })`,
    );
    await other.goto(started.url);
    await other.getByRole('row', { name: /web-research/ }).waitFor();
    await other.close();
  });

  it('shows a fault of its scripts in place of a blank page', async () => {
    const other = await openAnother();
    await other.addInitScript('delete globalThis.EventSource');
    await other.goto(started.url);
    await other.getByRole('alert').getByText('A script of this page has failed').waitFor();
    await other.close();
  });

  it('knows nothing and can do nothing once npm start has ended', async () => {
    await started.close();
    await page.getByRole('alert').getByText('Not connected').waitFor();

    expect(await page.locator('.environments .status').allTextContents()).toEqual(Array(5).fill('Unknown'));
    expect(await page.getByRole('button', { name: 'Kill all' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Next minute' }).isDisabled()).toBe(true);
  });
});
