/** The template and the function's zip, as texts and bytes: the same for the same sources. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { createTemplateStack } from '../../infra/template/template-stack.ts';
import { toZip } from './to-zip.ts';

export interface SynthesizedTemplate {
  /** JSON. */
  readonly template: string;
  readonly zipName: string;
  readonly zip: Buffer;
}

/** @throws {Error} when there is no bundle */
export function synthesizeTemplate(): SynthesizedTemplate {
  const outdir = mkdtempSync(join(tmpdir(), 'qoder-monitor-template-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, context: CURRENTLY_RECOMMENDED_FLAGS });
    const { stack, code } = createTemplateStack(app);
    const { template } = app.synth().getStackArtifact(stack.artifactId);
    const folder = join(outdir, code.folder);
    const files = readdirSync(folder)
      .toSorted()
      .map((name) => ({ name, content: readFileSync(join(folder, name)) }));
    return { template: toText(template), zipName: code.name, zip: toZip(files) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A line for each parameter, resource and output: indented any deeper it may outgrow what is deployed without a bucket. */
function toText(template: Readonly<Record<string, unknown>>): string {
  const sections = Object.entries(template).map(([name, section]) => {
    if (typeof section !== 'object' || section === null) return `"${name}": ${JSON.stringify(section)}`;
    const lines = Object.entries(section).map(([id, entry]) => `  "${id}": ${JSON.stringify(entry)}`);
    return `"${name}": {\n${lines.join(',\n')}\n}`;
  });
  return `{\n${sections.join(',\n')}\n}\n`;
}
