/** The template for whoever deploys without the CDK, with its parameters, as a deployment makes of it what CDK's are. */
import {
  type SynthesizedTemplate,
  synthesizeTemplate,
} from '../../../scripts/template/synthesize-template.ts';
import { resolve } from './resolve-template.ts';
import type { TemplateJson } from './synthesize-monitor.ts';

export interface Parameter {
  readonly Type: string;
  readonly Default?: string;
  readonly AllowedPattern: string;
  readonly ConstraintDescription: string;
  readonly Description: string;
  readonly MaxLength?: number;
}

interface Assertion {
  readonly Assert: unknown;
  readonly AssertDescription: string;
}

export interface PlainTemplate extends TemplateJson {
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Rules: Readonly<Record<string, { readonly Assertions: readonly Assertion[] }>>;
}

export const synthesized: SynthesizedTemplate = synthesizeTemplate();
export const plainTemplate: PlainTemplate = JSON.parse(synthesized.template);

/** All that must be said, and an address. */
export const PARAMETER_VALUES = {
  Environments: 'env_a,env_b',
  MonitorName: 'default',
  Email1: 'me@example.com',
  CodeBucket: 'code-bucket',
} as const;

/** The template with values in the place of its parameters, and without what is not made with them. */
export function withParameters(values: Readonly<Record<string, string>> = PARAMETER_VALUES): TemplateJson {
  const { Parameters, ...template } = plainTemplate;
  const all = Object.entries(Parameters).map(([name, { Default }]) => [name, values[name] ?? Default]);
  const filled: TemplateJson = fill(template, new Map(all.map(([name, value]) => [name ?? '', value ?? ''])));
  const made = Object.entries(filled.Resources).filter(
    ([, { Condition }]) =>
      Condition === undefined || resolve(filled, filled.Conditions?.[Condition]) === true,
  );
  return {
    ...filled,
    Resources: Object.fromEntries(made.map(([id, { Condition: _, ...resource }]) => [id, resource])),
  };
}

function fill<Part>(part: Part, values: ReadonlyMap<string, string>): Part {
  return JSON.parse(JSON.stringify(part), (_key, value) => {
    const isRef = typeof value === 'object' && value !== null && Object.keys(value).join() === 'Ref';
    return isRef ? (values.get(value.Ref) ?? value) : value;
  });
}
