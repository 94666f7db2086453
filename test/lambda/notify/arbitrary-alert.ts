/** Any alert and any context, hostile text included. */
import fc from 'fast-check';
import {
  CHANGES,
  ENVIRONMENT_CONDITIONS,
  MONITOR_CONDITIONS,
  QUEUE_REASONS,
  SEVERITIES,
} from '../../../contract/conditions.ts';
import type { Alert } from '../../../lambda/model/incident.ts';
import { WORK_STATES } from '../../../lambda/model/work-item.ts';
import type { RenderContext } from '../../../lambda/notify/links.ts';

export const anyInstant = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2027-12-31T00:00:00Z'),
  noInvalidDate: true,
});

const hostile = fc.constantFrom(
  '\n',
  '\r\n',
  '\u2028',
  '\u0007',
  '\u202e',
  '"',
  '\\',
  '<!here>',
  '*',
  '`',
  '😀',
  '名',
);

/** Up to a name's or a message's length, of characters that break things. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.oneof(hostile, fc.string({ minLength: 1, maxLength: 3 })), maxLength: 2000 }),
);

const anyNumber = fc.oneof(fc.nat(), fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }));
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const anyEvidence = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'depthCount',
      'status',
      'type',
      'message',
      'requestId',
      'failedCount',
      'environmentCount',
    ),
    fc.stringMatching(/^[a-z]{3,12}Count$/),
  ),
  nullable(fc.oneof(anyNumber, anyText)),
  { maxKeys: 30, noNullPrototype: true },
);

const anyItem = fc.record({
  id: anyText,
  sessionId: nullable(fc.oneof(anyText, fc.stringMatching(/^sess_[a-z0-9]{1,90}$/))),
  state: fc.constantFrom(...WORK_STATES, 'other' as const),
  ageSeconds: fc.nat(),
  crossedAt: anyInstant,
});

export const anyAlert: fc.Arbitrary<Alert> = fc.record({
  messageId: anyText,
  incidentId: anyText,
  environmentIds: fc.oneof(
    fc.array(anyText, { maxLength: 5 }),
    fc.array(fc.stringMatching(/^env_[a-z0-9]{1,40}$/)),
  ),
  environmentName: nullable(anyText),
  condition: fc.constantFrom(...ENVIRONMENT_CONDITIONS, ...MONITOR_CONDITIONS),
  severity: fc.constantFrom(...SEVERITIES),
  change: fc.constantFrom(...CHANGES),
  reason: nullable(fc.oneof(fc.constantFrom(...QUEUE_REASONS, '401', '5xx', 'network'), anyText)),
  at: anyInstant,
  openedAt: anyInstant,
  since: anyInstant,
  ending: nullable(
    fc.constantFrom('recovered', 'stopped', 'no-longer-listed', 'not-configured', 'archived', 'not-found'),
  ),
  items: fc.array(anyItem, { maxLength: 25 }),
  itemCount: fc.nat(),
  newItemCount: fc.nat(),
  evidence: anyEvidence,
  threshold: nullable(fc.record({ warning: nullable(fc.nat()), critical: nullable(fc.nat()) })),
});

const anyUrl = fc.oneof(
  fc.webUrl(),
  fc.string().map((text) => `https://example.com/${text}{id}`),
  anyText,
);

export const anyContext: fc.Arbitrary<RenderContext> = fc.record({
  monitor: fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,63}$/), anyText),
  sessionUrl: nullable(anyUrl),
  runbookUrl: anyUrl,
  dashboardUrl: nullable(anyUrl),
  tokenSecretId: anyText,
  version: fc.constant('1.2.3'),
});
