/** Makes the files of the page in memory: nothing has to be built before, and nothing is fetched from elsewhere. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('./browser/', import.meta.url));

export interface Asset {
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** @returns the files by their path in the URL */
export async function bundleAssets(): Promise<ReadonlyMap<string, Asset>> {
  const [{ outputFiles }, html, icon] = await Promise.all([
    build({
      entryPoints: { main: `${FOLDER}main.ts`, style: `${FOLDER}styles/style.css` },
      bundle: true,
      write: false,
      outdir: FOLDER,
      format: 'esm',
      target: 'es2023',
      minify: true,
      logLevel: 'silent',
    }),
    readFile(`${FOLDER}index.html`),
    readFile(`${FOLDER}icon.svg`),
  ]);
  const contents = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? '';
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/main.js', { type: 'text/javascript; charset=utf-8', body: contents('.js') }],
    ['/style.css', { type: 'text/css; charset=utf-8', body: contents('.css') }],
    ['/icon.svg', { type: 'image/svg+xml', body: icon }],
  ]);
}
