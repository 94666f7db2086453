/**
 * `npm run screenshots`: writes docs/images, the page and the alerts of a story that is played anew: a fleet
 * in trouble recovers, then all workers of a healthy environment are killed.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { COLOR_SCHEMES, PROTOCOLS } from './image-names.ts';
import { launchChromium } from './launch-chromium.ts';
import { startPage } from './start-page.ts';

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
const VIEWPORT = { width: 1440, height: 1000 };

async function takeAll(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({ locale: 'en-US', viewport: VIEWPORT, deviceScaleFactor: 1.5 });
  await page.goto(url);
  await playStory(page);
  for (const colorScheme of COLOR_SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate('scrollTo(0, 0)');
    await page.screenshot({ path: `${FOLDER}page-${colorScheme}.png` });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('#metrics').screenshot({ path: `${FOLDER}metrics.png` });
  await page
    .locator('.alert-list')
    .getByRole('button', { name: /^Critical, worsened/ })
    .first()
    .click();
  for (const [name, label] of Object.entries(PROTOCOLS)) {
    await page.getByRole('tab', { name: label }).click();
    await page.locator('#alerts').screenshot({ path: `${FOLDER}alert-${name}.png` });
  }
}

/** Ends paused, when the queue that nobody works on has become critical. */
async function playStory(page: Page): Promise<void> {
  const entries = page.locator('.alert-list');
  await entries.getByText(/image-build.*(stopped|ended|no longer|recovered)/).waitFor();
  await page.getByRole('button', { name: 'web-research', exact: true }).click();
  await page.getByRole('button', { name: 'Kill all' }).click();
  await entries.getByRole('button', { name: /^Critical, worsened.*web-research/ }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await page.locator('.run', { hasText: /(done|failed)$/ }).waitFor();
  await dismissToasts(page);
}

/** Nothing new comes while time stands still: what lies over the page goes as a person would have it. */
async function dismissToasts(page: Page): Promise<void> {
  const dismiss = page.locator('.toasts').getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

await mkdir(FOLDER, { recursive: true });
const started = await startPage(['--every', '0.2', '--port', '0']);
try {
  const { browser, close } = await launchChromium();
  try {
    await takeAll(browser, started.url);
  } finally {
    await close();
  }
} finally {
  await started.close();
}
console.log(`Written to ${FOLDER}`);
