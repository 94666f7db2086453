import { describe, expect, it } from 'vitest';
import { findEntryFault, parsePutEvents } from '../../../local/stand-ins/put-events-rules.ts';
import { parsePutMetricData } from '../../../local/stand-ins/put-metric-data-rules.ts';
import { checkPublish } from '../../../local/stand-ins/sns-rules.ts';

const NOW = new Date('2026-11-24T17:15:00Z');
const NOW_SECONDS = NOW.getTime() / 1000;
const HOUR_SECONDS = 3600;

describe('parsePutMetricData()', () => {
  const aDatum = (overrides: object = {}) => ({
    MetricName: 'Runs',
    Timestamp: NOW_SECONDS,
    Value: 1,
    ...overrides,
  });
  const parse = (data: readonly object[], sentBytes = 100, Namespace = 'Qoder/WorkQueue') =>
    parsePutMetricData(JSON.stringify({ Namespace, MetricData: data }), sentBytes, NOW);
  const withoutValue = (overrides: object) => ({ ...aDatum(overrides), Value: undefined });
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

  it.each([
    ['a plain value', [aDatum()]],
    ['1000 datums', numbers(1000).map(() => aDatum())],
    ['150 values', [withoutValue({ Values: numbers(150), Counts: numbers(150) })]],
    ['2 hours ahead', [aDatum({ Timestamp: NOW_SECONDS + 2 * HOUR_SECONDS })]],
    ['2 weeks old', [aDatum({ Timestamp: NOW_SECONDS - 14 * 24 * HOUR_SECONDS })]],
  ])('takes %s', (_, data) => {
    expect(parse(data).MetricData).toHaveLength(data.length);
  });

  it.each([
    ['no datum', []],
    ['1001 datums', numbers(1001).map(() => aDatum())],
    ['151 values', [withoutValue({ Values: numbers(151), Counts: numbers(151) })]],
    ['fewer counts than values', [withoutValue({ Values: [1, 2], Counts: [1] })]],
    ['a value and values', [aDatum({ Values: [1] })]],
    ['no value at all', [withoutValue({})]],
    ['NaN', [aDatum({ Value: 'NaN' })]],
    ['a value out of range', [aDatum({ Value: 2 ** 361 })]],
    ['more than 2 hours ahead', [aDatum({ Timestamp: NOW_SECONDS + 2 * HOUR_SECONDS + 1 })]],
    ['more than 2 weeks old', [aDatum({ Timestamp: NOW_SECONDS - 14 * 24 * HOUR_SECONDS - 1 })]],
    ['an empty dimension', [aDatum({ Dimensions: [{ Name: 'Monitor', Value: '' }] })]],
  ])('refuses %s', (_, data) => {
    expect(() => parse(data)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValue', status: 400 }),
    );
  });

  it('refuses more than 1 MB and a namespace of AWS', () => {
    expect(() => parse([aDatum()], 1_000_001)).toThrow(
      expect.objectContaining({ code: 'RequestEntityTooLarge', status: 413 }),
    );
    expect(() => parse([aDatum()], 100, 'AWS/Lambda')).toThrow(/Namespace/);
  });
});

describe('parsePutEvents()', () => {
  const anEntry = (overrides: object = {}) => ({
    Source: 's',
    DetailType: 't',
    Detail: '{}',
    ...overrides,
  });
  const parse = (entries: readonly object[]) => parsePutEvents(JSON.stringify({ Entries: entries }));
  const ofBytes = (bytes: number) => anEntry({ Detail: 'x'.repeat(bytes - 2) });

  it.each([
    ['ten entries', Array(10).fill(anEntry())],
    ['256 KB', [ofBytes(128 * 1024), ofBytes(128 * 1024)]],
  ])('takes %s', (_, entries) => {
    expect(parse(entries)).toHaveLength(entries.length);
  });

  it.each([
    ['no entry', []],
    ['eleven entries', Array(11).fill(anEntry())],
    ['more than 256 KB', [ofBytes(128 * 1024), ofBytes(128 * 1024 + 1)]],
    ['a bus without a name', [anEntry({ EventBusName: '' })]],
  ])('refuses %s', (_, entries) => {
    expect(() => parse(entries)).toThrow(expect.objectContaining({ code: 'ValidationException' }));
  });

  it.each([
    ['a good one', {}, undefined],
    ['no source', { Source: '' }, 'InvalidArgument'],
    ["AWS's own source", { Source: 'aws.ec2' }, 'NotAuthorizedForSourceException'],
    ['a detail that is no JSON', { Detail: '{' }, 'MalformedDetail'],
    ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail'],
  ])('answers of a single entry, %s: %s', (_, overrides, code) => {
    const [entry] = parse([anEntry(overrides)]);

    expect(entry && findEntryFault(entry)?.ErrorCode).toBe(code);
  });
});

describe('checkPublish()', () => {
  const check = (form: Record<string, string>) =>
    checkPublish(new URLSearchParams({ Message: 'hello', ...form }));
  const attribute = (DataType: string, StringValue: string) => ({
    'MessageAttributes.entry.1.Name': 'environmentIds',
    'MessageAttributes.entry.1.Value.DataType': DataType,
    'MessageAttributes.entry.1.Value.StringValue': StringValue,
  });

  it.each([
    ['a message', {}],
    ['a subject of 99 characters', { Subject: 's'.repeat(99) }],
    ['texts by protocol', { MessageStructure: 'json', Message: '{"default":"a","sms":"b"}' }],
    ['an array', attribute('String.Array', '["env_a",1,true,null]')],
    ['256 KB', { Message: 'm'.repeat(262_144) }],
  ])('takes %s', (_, form) => {
    expect(() => check(form)).not.toThrow();
  });

  it.each([
    ['an empty message', { Message: '' }],
    ['a subject of 100 characters', { Subject: 's'.repeat(100) }],
    ['an empty subject', { Subject: '' }],
    ['a subject with a newline', { Subject: 'a\nb' }],
    ['a subject that begins with a space', { Subject: ' a' }],
    ['a subject beyond ASCII', { Subject: 'é' }],
    ['texts that are no JSON', { MessageStructure: 'json', Message: 'hello' }],
    ['texts without a default', { MessageStructure: 'json', Message: '{"sms":"b"}' }],
    ['an array that is none', attribute('String.Array', 'env_a')],
    ['an empty attribute', attribute('String', '')],
    ['more than 256 KB', { Message: 'm'.repeat(262_145) }],
    ['more than 256 KB with attributes', { Message: 'm'.repeat(262_144), ...attribute('String', 'a') }],
  ])('refuses %s', (_, form) => {
    expect(() => check(form)).toThrow(expect.objectContaining({ code: 'InvalidParameter', status: 400 }));
  });
});
