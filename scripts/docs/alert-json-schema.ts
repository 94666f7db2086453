/** docs/alert-schema.json, made of the schema from which the code has the type of what it sends. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { alertSchema } from '../../lambda/notify/alert-schema.ts';

export function toAlertSchema(): string {
  const schema = { title: 'Alert of the Qoder work queue monitor', ...toJsonSchema(alertSchema) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
