import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { EVENT_DETAIL_TYPE, EVENT_SOURCE } from '../../../contract/deployment.ts';
import { ALERT_SCHEMA_VERSION, type Alert } from '../../../lambda/model/incident.ts';
import { alertSchema } from '../../../lambda/notify/alert-schema.ts';
import { BATCH_BYTES, bytesOf } from '../../../lambda/notify/event-batches.ts';
import { toMessage } from '../../../lambda/notify/message.ts';
import { toProgramAlert } from '../../../lambda/notify/program-json.ts';
import { toEvent } from '../../../lambda/notify/to-event.ts';
import { createRedact } from '../../../lambda/redact.ts';
import { aContext, anAlert } from './an-alert.ts';
import { anyAlert, anyContext } from './arbitrary-alert.ts';

const toEntry = (alert: Alert, secrets: readonly string[] = []) =>
  toEvent(alert, { context: aContext, eventBusName: 'incidents', redact: createRedact(() => secrets) });

describe('toEvent()', () => {
  it('has the message for programs as its detail, under a type that carries the version of its schema', () => {
    const alert = anAlert({ environmentIds: ['env_a', 'env_b'] });

    expect(toEntry(alert)).toEqual({
      EventBusName: 'incidents',
      Source: 'qoder.work-queue-monitor',
      DetailType: 'Qoder Work Queue Incident v1',
      Time: alert.at,
      Resources: ['env_a', 'env_b'],
      Detail: JSON.stringify(toProgramAlert(toMessage(alert, aContext))),
    });
    expect(EVENT_DETAIL_TYPE).toMatch(new RegExp(` v${ALERT_SCHEMA_VERSION}$`));
    expect(EVENT_SOURCE.startsWith('aws')).toBe(false);
  });

  it('is of the published schema, whatever the alert', () => {
    fc.assert(
      fc.property(anyAlert, anyContext, (alert, context) => {
        const { Detail } = toEvent(alert, { context, eventBusName: 'b', redact: (text) => text });
        expect(v.safeParse(alertSchema, JSON.parse(Detail ?? '')).issues).toBeUndefined();
      }),
    );
  });

  it('is far below the limit of a request, with the longest of everything', () => {
    const longest = '名'.repeat(2_000);
    const [item] = anAlert().items;
    const alert = anAlert({
      environmentIds: Array(2_000).fill(`env_${longest}`),
      environmentName: longest,
      reason: longest,
      items: item === undefined ? [] : Array(500).fill({ ...item, id: longest, sessionId: longest }),
    });
    const evidence = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`${longest}${index}`, longest]),
    );

    expect(bytesOf(toEntry({ ...alert, evidence }))).toBeLessThan(BATCH_BYTES / 4);
  });

  it('has no stretch of the token in it, wherever it stood', () => {
    const token = 'pt-secret-0123456789';
    const alert = anAlert({
      environmentIds: [`env_${token}`],
      environmentName: `x ${token}`,
      reason: token,
    });

    const entry = toEntry({ ...alert, evidence: { message: `"${token}"` } }, [token]);

    expect(JSON.stringify(entry)).not.toContain('secret-01');
    expect(() => JSON.parse(entry.Detail ?? '')).not.toThrow();
  });
});
