/** A monitor's template, synthesized once for a test file. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import * as v from 'valibot';
import { type MonitorConfigInput, monitorSchema } from '../../../infra/config/monitor-config.ts';
import { createMonitorStack } from '../../../infra/monitor-stack.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

/** Boring settings; a test overrides what it is about. */
export const aMonitorConfig = (overrides: Partial<MonitorConfigInput> = {}): MonitorConfigInput => ({
  environments: ['env_a', 'env_b'],
  emails: ['me@example.com'],
  // The default depends on the checkout that the tests run in.
  runbookUrl: 'https://example.com/runbook.md',
  ...overrides,
});

/** @param inspect sees the stack before it is synthesized */
export function synthesizeMonitor(
  overrides: Partial<MonitorConfigInput> = {},
  inspect: (app: App, stack: Stack) => void = () => {},
): TemplateJson {
  const outdir = mkdtempSync(join(tmpdir(), 'qoder-monitor-test-'));
  try {
    const app = new App({ outdir, context: CURRENTLY_RECOMMENDED_FLAGS });
    const stack = createMonitorStack(app, 'default', v.parse(monitorSchema, aMonitorConfig(overrides)));
    inspect(app, stack);
    return Template.fromStack(stack).toJSON() as TemplateJson;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The folder of the function's asset, while the app's output still exists. */
export function assetFolderOf({ outdir }: App): string {
  const folders = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  const [only] = folders;
  if (only === undefined || folders.length > 1) throw new Error(`Found ${folders.length} assets, not one`);
  return join(outdir, only);
}

/** Resources of a type, by logical id. */
export const resourcesOf = (template: TemplateJson, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

/** The only resource of a type whose logical id contains the text. */
export function resourceOf(
  template: TemplateJson,
  type: string,
  idPart = '',
): Resource & { readonly id: string } {
  const found = resourcesOf(template, type).filter(([id]) => id.includes(idPart));
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`Found ${found.length} resources of ${type} named ${idPart}, not one`);
  }
  return { id: only[0], ...only[1] };
}
