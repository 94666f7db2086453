/**
 * What SNS refuses in a Publish call, and fauxqs does not.
 * Source: Publish in the SNS API reference, read 2026-11-24.
 */

import * as v from 'valibot';
import { parseJson } from '../../contract/parse-json.ts';
import { RefusedError } from './answers.ts';

const MAX_MESSAGE_BYTES = 262_144;
/** Printable ASCII, not beginning with a space, less than 100 characters. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,98}$/;

const protocols = v.looseObject({ default: v.string() });
const arrayElements = v.array(v.union([v.string(), v.number(), v.boolean(), v.null()]));

/** @throws {RefusedError} */
export function checkPublish(form: URLSearchParams): void {
  const subject = form.get('Subject');
  if (subject !== null && !SUBJECT.test(subject)) throw invalid('Subject');
  const message = form.get('Message') ?? '';
  if (message === '') throw invalid('Empty message');
  if (form.get('MessageStructure') === 'json' && !v.is(protocols, parseJson(message))) {
    throw invalid('Message Structure - JSON message body failed to parse, or no default entry');
  }
  const attributes = [...form].filter(([name]) => name.startsWith('MessageAttributes.'));
  for (const [name, value] of attributes) checkAttribute(form, name, value);
  const bytes = Buffer.byteLength([message, ...attributes.map(([, value]) => value)].join(''));
  if (bytes > MAX_MESSAGE_BYTES) throw invalid('Message too long');
}

function checkAttribute(form: URLSearchParams, name: string, value: string): void {
  if (!name.endsWith('.Value.StringValue')) return;
  if (value === '') throw invalid(`${name} must not be empty`);
  const type = form.get(name.replace('StringValue', 'DataType'));
  if (type === 'String.Array' && !v.is(arrayElements, parseJson(value))) {
    throw invalid(`${name} must be a JSON array of plain values`);
  }
}

const invalid = (what: string) => new RefusedError('InvalidParameter', `Invalid parameter: ${what}`);
