/**
 * `npm run dashboard-image`: draws the synthesized dashboard with three hours of the recorded day, for who wants to see it
 * before deploying. It is a drawing: CloudWatch itself is never asked.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SELECTED_ENVIRONMENT } from '../infra/dashboard/environment-widgets.ts';
import type { Drawing } from '../local/page/browser/drawing-model.ts';
import { recordHours } from './dashboard/record-hours.ts';
import { synthesizeDashboard } from './dashboard/synthesize-dashboard.ts';
import { toDrawnWidgets } from './dashboard/to-drawing.ts';
import { launchChromium } from './launch-chromium.ts';

const FILE = fileURLToPath(new URL('../docs/images/dashboard.png', import.meta.url));
const BROWSER_FOLDER = fileURLToPath(new URL('../local/page/browser/', import.meta.url));
/** Several environments have something of their own then. */
const UNTIL_MINUTE = 330;
const KEPT_MINUTES = 180;
/** Its workers are back, and the queue drains. */
const CHOSEN = 'env_absent';

async function toPage(drawing: Drawing): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: { drawing: `${BROWSER_FOLDER}drawing.ts`, style: `${BROWSER_FOLDER}styles/drawing.css` },
    bundle: true,
    write: false,
    outdir: BROWSER_FOLDER,
    format: 'esm',
    target: 'es2023',
    logLevel: 'silent',
  });
  const contents = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  const json = JSON.stringify(drawing).replaceAll('<', '\\u003c');
  return `<!doctype html><meta charset="utf-8"><style>${contents('.css')}</style><body>
<script type="application/json" id="drawing">${json}</script>
<script type="module">${contents('.js')}</script>`;
}

const runs = await recordHours(UNTIL_MINUTE, KEPT_MINUTES);
const dashboard = synthesizeDashboard('default', { environments: 'all', emails: [] }, (body) =>
  body.replaceAll(SELECTED_ENVIRONMENT, CHOSEN),
);
const page = await toPage({
  caption:
    'A drawing of the dashboard with three hours of a recorded day and its alarms as they end, not a picture of CloudWatch',
  choice: `Environment: ${CHOSEN} ▾`,
  widgets: toDrawnWidgets(dashboard, runs),
});
const { browser, close } = await launchChromium();
try {
  const tab = await browser.newPage({
    locale: 'en-US',
    viewport: { width: 1464, height: 1000 },
    deviceScaleFactor: 1.25,
  });
  await tab.setContent(page);
  await tab.locator('main section').first().waitFor({ timeout: 120_000 });
  await tab.screenshot({ path: FILE, fullPage: true });
} finally {
  await close();
}
console.log(`Written to ${FILE}`);
