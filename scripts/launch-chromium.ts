/**
 * A real browser for tests and screenshots: the Chromium of @sparticuz/chromium with the libraries it brings,
 * so nothing has to be installed on a Linux machine (x64).
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

export interface LaunchedBrowser {
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/** The package unpacks into TMPDIR and takes whatever Chromium is there already: so it gets a folder of its own. */
const UNPACK = `
import chromium from '@sparticuz/chromium';
console.log(await chromium.executablePath());
`;

/** The package's own arguments are for Lambda, where web security is off; here it must be on. */
const ARGUMENTS = ['--headless=shell', '--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];

/** The package's own configuration names folders of Lambda; without any font Chromium ends at the first field. */
const fontsConfiguration = (folder: string) => `<?xml version="1.0"?>
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
  <alias binding="same"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;

/** @throws {Error} when Chromium cannot be unpacked or started on this machine, with what it said */
export async function launchChromium(): Promise<LaunchedBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'work-queue-monitor-browser-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      // The runtime of a Lambda is what makes it unpack the shared libraries too.
      env: { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
      cwd: import.meta.dirname,
    });
    const fontsFile = join(folder, 'fonts.conf');
    await writeFile(fontsFile, fontsConfiguration(folder));
    const browser = await chromium.launch({
      executablePath: stdout.trim(),
      args: ARGUMENTS,
      env: {
        HOME: folder,
        TMPDIR: folder,
        FONTCONFIG_FILE: fontsFile,
        LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      },
    });
    const close = async () => {
      await browser.close();
      await remove();
    };
    return { browser, close };
  } catch (error) {
    await remove();
    throw error;
  }
}
