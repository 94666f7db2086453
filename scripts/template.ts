/** Makes dist/template: a monitor for CloudFormation without the CDK, and its function's zip. docs/cloudformation.md has the rest. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { synthesizeTemplate } from './template/synthesize-template.ts';

const FOLDER = new URL('../dist/template/', import.meta.url);

const { template, zipName, zip } = synthesizeTemplate();
// A zip's name changes with its content: one of another build must not be uploaded.
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const [name, content] of [
  ['qoder-monitor.template.json', Buffer.from(template)],
  [zipName, zip],
] as const) {
  const file = fileURLToPath(new URL(name, FOLDER));
  writeFileSync(file, content);
  console.log(`${file} (${content.length} bytes)`);
}
