import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createConfigJsonSchema } from '../../../infra/config/config-json-schema.ts';

const FILE = join(import.meta.dirname, '../../../docs/cdk.schema.json');

describe('createConfigJsonSchema()', () => {
  const schema = createConfigJsonSchema();
  const monitor = (
    schema as {
      properties: {
        context: { properties: { monitors: { additionalProperties: Record<string, unknown> } } };
      };
    }
  ).properties.context.properties.monitors.additionalProperties;

  it('is what docs/cdk.schema.json holds; else run: node scripts/write-config-schema.ts', () => {
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('requires environments, refuses unknown settings, and describes every setting', () => {
    const properties = monitor.properties as Readonly<Record<string, { description?: string }>>;

    expect(monitor).toMatchObject({
      type: 'object',
      required: ['environments'],
      additionalProperties: false,
    });
    expect(Object.values(properties).filter(({ description }) => description === undefined)).toEqual([]);
  });
});
