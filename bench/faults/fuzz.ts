/** Bytes from outside for every parser that meets some: it throws its own error or none, ends, and invents no numbers. */
import fc from 'fast-check';
import { parseBaseUrl } from '../../contract/base-url.ts';
import { DEFAULT_BASE_URL } from '../../contract/deployment.ts';
import { INTERNATIONAL_EXCHANGE_URL } from '../../contract/exchange-url.ts';
import { InvalidInputError, parseWith } from '../../contract/invalid-input.ts';
import { settingsSchema } from '../../contract/settings.ts';
import { parseEvent } from '../../lambda/config.ts';
import { type ApiAnswer, toApiAnswer } from '../../lambda/read/api/answer.ts';
import { createApiToken } from '../../lambda/read/api/api-token.ts';
import { parseEnvironment, parseEnvironmentPage } from '../../lambda/read/api/environments.ts';
import { exchangeKey } from '../../lambda/read/api/exchange-key.ts';
import { QoderError } from '../../lambda/read/api/qoder-error.ts';
import { parseHttpDate, parseTimestamp } from '../../lambda/read/api/timestamps.ts';
import { parseWorkPage, parseWorkStats } from '../../lambda/read/api/work.ts';
import { cleanText, createRedact } from '../../lambda/redact.ts';
import { decodeMemory, decodeRow } from '../../lambda/remember/codec.ts';
import { systemTiming } from '../../lambda/timing.ts';
import {
  anyAnswerBody,
  anyEnvironment,
  anyExchange,
  anyHttpDate,
  anyJson,
  anyKeyJson,
  anyRangesBytes,
  anyRowBody,
  anySettings,
  anyStats,
  anyTimestamp,
  anyWorkRow,
} from './fuzz-inputs.ts';
import { findUnreal } from './fuzz-numbers.ts';

export interface FuzzResult {
  readonly parser: string;
  readonly inputCount: number;
  readonly slowestMs: number;
  /** The smallest input that breaks a law, and how; null: none. */
  readonly fault: string | null;
}

interface Target {
  readonly parser: string;
  readonly input: fc.Arbitrary<unknown>;
  readonly parse: (input: never) => unknown;
  /** What it may throw. */
  readonly throws: (error: unknown) => boolean;
}

const never = () => false;
const isOfApi = (error: unknown) => error instanceof QoderError;
const isInvalid = (error: unknown) => error instanceof InvalidInputError;
const isError = (error: unknown) => error instanceof Error;
/** Of real time, on a machine that may have other things to do. */
const SLOW_MS = 2_000;

const answer = (body: unknown): ApiAnswer => ({ subject: 'GET /fuzz', status: 200, requestId: null, body });
const page = (rows: fc.Arbitrary<unknown>) =>
  fc.oneof(
    anyJson,
    fc.record(
      {
        data: fc.oneof(fc.array(rows, { maxLength: 12 }), anyJson),
        has_more: fc.oneof(fc.boolean(), anyJson),
        next_page: fc.oneof(fc.string(), anyJson),
      },
      { requiredKeys: [] },
    ),
  );
const redact = createRedact(() => ['pt-secret']);
const clean = (text: string, length: number) => cleanText(text, redact, length);
const token = (text: string) => {
  const exchange = async () => ({ status: 200, header: () => null, bodyText: '{"access_token": "sat"}' });
  const timing = { ...systemTiming, nowMs: () => 0 };
  const deps = { readSecret: async () => text, timing, remedy: 'store one', exchange };
  return createApiToken({ ...deps, baseUrl: new URL(DEFAULT_BASE_URL) }).current(1);
};

const exchange = ([status, bodyText, header]: readonly [number, string, string | null]) =>
  exchangeKey(
    {
      exchange: async () => ({ status, header: () => header, bodyText }),
      baseUrl: new URL(DEFAULT_BASE_URL),
      timing: systemTiming,
      redact,
    },
    { kind: 'service-account-key', key: 'pt-secret', exchangeUrl: new URL(INTERNATIONAL_EXCHANGE_URL) },
    { deadlineMs: Number.POSITIVE_INFINITY, isRetried: false },
  );

const TARGETS: readonly Target[] = [
  {
    parser: 'page of work',
    input: page(anyWorkRow),
    parse: (body) => parseWorkPage(answer(body), null),
    throws: isOfApi,
  },
  { parser: 'work stats', input: anyStats, parse: (body) => parseWorkStats(answer(body)), throws: isOfApi },
  {
    parser: 'environment',
    input: anyEnvironment,
    parse: (body) => parseEnvironment(answer(body)),
    throws: isOfApi,
  },
  {
    parser: 'page of environments',
    input: page(anyEnvironment),
    parse: (body) => parseEnvironmentPage(answer(body), 'used'),
    throws: isOfApi,
  },
  {
    parser: 'any answer, error envelopes too',
    input: anyAnswerBody,
    parse: ([status, bodyText, header]: readonly [number, string, string | null]) =>
      toApiAnswer({ status, bodyText, header: () => header }, 'GET /fuzz', clean),
    throws: never,
  },
  {
    parser: 'answer of an exchange of keys',
    input: fc.oneof(anyAnswerBody, anyExchange),
    parse: exchange,
    throws: isOfApi,
  },
  { parser: 'timestamp', input: anyTimestamp, parse: parseTimestamp, throws: never },
  { parser: 'HTTP date', input: anyHttpDate, parse: parseHttpDate, throws: never },
  {
    parser: 'token of the secret',
    input: fc.oneof(fc.string({ unit: 'binary' }), anyKeyJson),
    parse: token,
    throws: isError,
  },
  {
    parser: 'event',
    input: fc.oneof(anyJson, fc.record({ time: anyTimestamp })),
    parse: parseEvent,
    throws: isInvalid,
  },
  {
    parser: 'settings',
    input: anySettings,
    parse: (input) => parseWith(settingsSchema, input, 'settings'),
    throws: isInvalid,
  },
  { parser: 'base URL', input: fc.oneof(fc.webUrl(), fc.string()), parse: parseBaseUrl, throws: isError },
  ...(['environment', 'monitor', 'directory'] as const).map(
    (kind): Target => ({
      parser: `row of ${kind}`,
      input: anyRowBody(kind),
      parse: ([body, version]: readonly [unknown, unknown]) => decodeRow(kind, body, version),
      throws: never,
    }),
  ),
  {
    parser: 'row of ranges, its bytes',
    input: anyRangesBytes,
    parse: (body) => decodeRow('ranges', body, 1),
    throws: never,
  },
  {
    parser: 'memory of the run',
    input: anyRowBody('memory'),
    parse: ([body, version]: readonly [unknown, unknown]) => decodeMemory(body, version),
    throws: never,
  },
];

export async function fuzz(inputCount: number, seed: number): Promise<FuzzResult[]> {
  const results: FuzzResult[] = [];
  for (const target of TARGETS) results.push(await fuzzOne(target, inputCount, seed));
  return results;
}

async function fuzzOne(
  { parser, input, parse, throws }: Target,
  numRuns: number,
  seed: number,
): Promise<FuzzResult> {
  let slowestMs = 0;
  const property = fc.asyncProperty(input, async (value) => {
    const startedMs = performance.now();
    let parsed: unknown = null;
    try {
      parsed = await parse(value as never);
    } catch (error) {
      if (!throws(error)) throw error;
    }
    const tookMs = performance.now() - startedMs;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > SLOW_MS) throw new Error(`took ${Math.round(tookMs)} ms`);
    const unreal = findUnreal(parsed);
    if (unreal !== null) throw new Error(`${unreal} is no number or no date`);
  });
  const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns, seed });
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const fault = failed ? `${fc.stringify(counterexample).slice(0, 300)}: ${why.slice(0, 200)}` : null;
  return { parser, inputCount: numRuns, slowestMs, fault };
}
