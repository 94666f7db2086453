/** The KEDA manifest of docs/autoscaling.md, made by what makes it for a deployment. */
import { toScaledObject } from '../../infra/scaling/scaled-object.ts';

const EXAMPLE = {
  environmentId: 'env_a',
  deployment: 'workers',
  region: 'eu-west-1',
  maxWorkers: 20,
  authentication: 'cloudwatch',
};
const MONITOR = { name: 'default', config: { sessionsPerWorker: 1, overrides: {} } };

export const toScaledObjectBlock = (): string =>
  `\`\`\`yaml\n${toYaml(toScaledObject(MONITOR, EXAMPLE)).join('\n')}\n\`\`\``;

/** Texts are written as JSON, which YAML reads: a number that must stay a text does. */
function toYaml(value: unknown): string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => toYaml(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)];
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === 'object'
      ? [`${name}:`, ...toYaml(part).map((line) => `  ${line}`)]
      : [`${name}: ${JSON.stringify(part)}`],
  );
}
