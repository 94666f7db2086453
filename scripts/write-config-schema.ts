/** Writes docs/cdk.schema.json, which cdk.json names as its schema. A test tells when it is out of date. */
import { writeFileSync } from 'node:fs';
import { createConfigJsonSchema } from '../infra/config/config-json-schema.ts';

writeFileSync(
  new URL('../docs/cdk.schema.json', import.meta.url),
  `${JSON.stringify(createConfigJsonSchema(), null, 2)}\n`,
);
