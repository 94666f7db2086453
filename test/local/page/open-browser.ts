/** The browser of these tests. Where it cannot start they are skipped and say why; on CI they must run. */
import { type LaunchedBrowser, launchChromium } from '../../../scripts/launch-chromium.ts';

export async function openBrowser(isRequired: boolean): Promise<LaunchedBrowser | null> {
  try {
    return await launchChromium();
  } catch (error) {
    if (isRequired) throw error;
    const [reason] = String(error).split('\n');
    console.info(`skipped: Chromium cannot start here (${reason})`);
    return null;
  }
}
