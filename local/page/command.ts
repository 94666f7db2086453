/** The commands that the page sends. */
import * as v from 'valibot';
import { environmentIdSchema } from '../../contract/environment-id.ts';
import { API_FAULTS } from './api-faults.ts';
import { SCENARIO_NAMES } from './scenario-words.ts';

const workerId = v.pipe(v.string(), v.maxLength(100));
const environmentId = environmentIdSchema;

const COUNT_REMEDY = ({ received }: { readonly received: string }) =>
  `Items is ${received}: write a whole number from 1 to 100`;

const commandSchema = v.variant('action', [
  v.strictObject({ action: v.literal('kill-worker'), workerId }),
  v.strictObject({ action: v.literal('hang-worker'), workerId }),
  v.strictObject({ action: v.literal('revive-worker'), workerId }),
  v.strictObject({ action: v.literal('stop-all-workers'), environmentId }),
  v.strictObject({ action: v.literal('revive-all-workers'), environmentId }),
  v.strictObject({ action: v.literal('stop-abandoned-work'), environmentId }),
  v.strictObject({
    action: v.literal('add-work'),
    environmentId,
    count: v.pipe(
      v.number(COUNT_REMEDY),
      v.integer(COUNT_REMEDY),
      v.minValue(1, COUNT_REMEDY),
      v.maxValue(100, COUNT_REMEDY),
    ),
  }),
  v.strictObject({
    action: v.literal('break-api'),
    fault: v.picklist(Object.keys(API_FAULTS) as (keyof typeof API_FAULTS)[]),
  }),
  v.strictObject({ action: v.literal('mend-api') }),
  v.strictObject({ action: v.literal('play-scenario'), scenario: v.picklist(SCENARIO_NAMES) }),
  v.strictObject({ action: v.literal('end-scenario') }),
  v.strictObject({ action: v.literal('rotate-token') }),
  v.strictObject({ action: v.literal('store-token') }),
  v.strictObject({
    action: v.literal('set-pace'),
    everySeconds: v.pipe(v.number(), v.minValue(0.05), v.maxValue(3_600)),
  }),
  v.strictObject({ action: v.literal('pause') }),
  v.strictObject({ action: v.literal('resume') }),
  v.strictObject({ action: v.literal('step') }),
]);

export type Command = v.InferOutput<typeof commandSchema>;

/** @throws {v.ValiError} for anything that is no command */
export const parseCommand = (input: unknown): Command => v.parse(commandSchema, input);
