/** What outside bytes may look like: nearly right, since what is all wrong is refused at once. */
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { INTERNATIONAL_EXCHANGE_URL } from '../../contract/exchange-url.ts';
import { EMPTY_STATE } from '../../lambda/model/environment-state.ts';
import { EMPTY_MEMORY } from '../../lambda/model/run-memory.ts';
import { encodeMemory } from '../../lambda/remember/memory-codec.ts';

export const anyJson = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>;

/** What the secret holds for a service account, or nearly. */
export const anyKeyJson = fc
  .record(
    {
      serviceAccountKey: fc.oneof(fc.string(), anyJson),
      exchangeUrl: fc.oneof(fc.webUrl(), fc.constant(INTERNATIONAL_EXCHANGE_URL), anyJson),
      other: anyJson,
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value));

/** A token with an end, or nearly. */
export const anyExchange = fc
  .record(
    {
      access_token: fc.oneof(
        fc.string(),
        anyJson.map((claims) => `h.${Buffer.from(JSON.stringify(claims) ?? '').toString('base64url')}.s`),
        fc
          .record({ iat: fc.oneof(fc.double(), anyJson), exp: fc.oneof(fc.double(), anyJson) })
          .map((claims) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`),
        anyJson,
      ),
      expires_in: fc.oneof(fc.double(), anyJson),
    },
    { requiredKeys: ['access_token'] },
  )
  .map((body): [number, string, null] => [200, JSON.stringify(body), null]);

const digits = (max: number, length: number) =>
  fc.integer({ min: 0, max }).map((value) => String(value).padStart(length, '0'));

/** From a date to what only looks like one: fields out of range, separators and offsets of all kinds. */
export const anyTimestamp: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc
    .tuple(
      digits(9_999, 4),
      digits(15, 2),
      digits(33, 2),
      fc.constantFrom('T', 't', ' ', ''),
      digits(26, 2),
      digits(62, 2),
      digits(62, 2),
      fc.constantFrom('', '.', '.1', '.123456789012', '.1234567890123', ',5', '.x'),
      fc.constantFrom('Z', 'z', '+00:00', '-23:59', '+24:00', '+0000', '', 'ZZ', '+0:00'),
    )
    .map(([y, mo, d, t, h, mi, s, f, z]) => `${y}-${mo}-${d}${t}${h}:${mi}:${s}${f}${z}`),
);

export const anyHttpDate: fc.Arbitrary<string | null> = fc.oneof(
  fc.constant(null),
  fc.string(),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc
    .tuple(
      fc.constantFrom('Mon', 'Xyz'),
      digits(40, 2),
      fc.constantFrom('Feb', 'Abc'),
      digits(9_999, 4),
      digits(30, 2),
    )
    .map(([weekday, day, month, year, hour]) => `${weekday}, ${day} ${month} ${year} ${hour}:00:00 GMT`),
);

const instant = fc.oneof(anyTimestamp, fc.constant(null), anyJson);
const text = fc.oneof(fc.string({ unit: 'binary' }), anyJson);
const partly = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: anyJson },
  );

export const anyWorkRow = partly({
  id: text,
  state: fc.oneof(fc.constantFrom('queued', 'starting', 'active', 'stopping', 'stopped', '__proto__'), text),
  data: partly({ id: text, type: fc.oneof(fc.constantFrom('session', 'healthcheck'), anyJson) }),
  created_at: instant,
  acknowledged_at: instant,
  started_at: instant,
  latest_heartbeat_at: instant,
  stop_requested_at: instant,
  stopped_at: instant,
});

const number = fc.oneof(fc.integer(), fc.double(), anyJson);
export const anyStats = partly({
  depth: number,
  pending: number,
  workers_polling: number,
  oldest_queued_at: instant,
});

export const anyEnvironment = partly({
  id: text,
  name: text,
  config: partly({ type: fc.oneof(fc.constantFrom('self_hosted', 'cloud'), text) }),
  archived_at: instant,
});

const envelope = partly({ request_id: text, error: partly({ type: text, message: text }) });
export const anyAnswerBody = fc.tuple(
  fc.integer({ min: 100, max: 599 }),
  fc.oneof(
    fc.string({ unit: 'binary' }),
    envelope.map((value) => JSON.stringify(value)),
    fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth)),
  ),
  fc.oneof(fc.constant(null), fc.string()),
);

export const anySettings = partly({
  schemaVersion: fc.oneof(fc.constant(1), number),
  monitor: text,
  environments: fc.oneof(fc.constant('all'), fc.array(text, { maxLength: 4 }), anyJson),
  metrics: fc.oneof(fc.constantFrom('essential', 'full'), anyJson),
  thresholds: partly({ 'queue-stuck': partly({ warning: number, critical: number }) }),
  mute: fc.oneof(fc.array(partly({ from: text, until: text, timezone: text }), { maxLength: 3 }), anyJson),
  workspaceId: text,
});

const VALID = {
  environment: JSON.stringify(EMPTY_STATE),
  monitor: JSON.stringify(EMPTY_STATE),
  directory: JSON.stringify({ readAt: null, environments: [] }),
  memory: encodeMemory(EMPTY_MEMORY),
};

/** The body of a row of ours, of which something is cut off, replaced or inserted, with a schema version. */
export const anyRowBody = (kind: keyof typeof VALID): fc.Arbitrary<unknown> =>
  fc.tuple(
    fc.oneof(
      anyJson.map((value) => JSON.stringify(value)),
      anyJson,
      fc.uint8Array(),
      fc
        .tuple(
          fc.nat(VALID[kind].length),
          fc.nat(8),
          fc.oneof(fc.string(), fc.constantFrom('null', '-1', '1e999')),
        )
        .map(([from, count, put]) => VALID[kind].slice(0, from) + put + VALID[kind].slice(from + count)),
    ),
    fc.oneof(fc.constant(1), number),
  );

const compressions = [deflateRawSync, deflateSync, gzipSync] as const;
/** A bomb, too: a few bytes that would be many. */
export const anyRangesBytes: fc.Arbitrary<unknown> = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  anyJson,
  fc
    .tuple(fc.constantFrom(...compressions), anyJson)
    .map(([compress, value]) => compress(JSON.stringify(value))),
  fc
    .tuple(fc.constantFrom(...compressions), fc.uint8Array({ maxLength: 200 }), fc.nat(200))
    .map(([compress, bytes, cut]) => compress(bytes).subarray(0, cut)),
  fc
    .tuple(fc.constantFrom(...compressions), fc.constantFrom(1_000, 20_000_000))
    .map(([compress, count]) => compress(Buffer.alloc(count, '['))),
);
