import { describe, expect, it } from 'vitest';
import { type Ask, aSimulator, ENVIRONMENT, serve, UNKNOWN_WORK } from './a-simulator.ts';

const WORK = `/environments/${ENVIRONMENT}/work`;
const CLOUD = 'env_cloud';

interface Refused {
  /** `ITEM` stands for the id of a queued item. */
  readonly call: string;
  readonly status: 400 | 401 | 404 | 409;
  readonly message: string;
  readonly ask?: Ask;
}

/** Source: conventions/errors; a conflict's type: work/ack and work/heartbeat. */
const TYPES = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  409: 'invalid_request_error',
};

const refuse = (
  status: Refused['status'],
  message: string,
  calls: readonly string[],
  asks: readonly Ask[] = [{}],
) => calls.flatMap((call) => asks.map((ask): Refused => ({ call, status, message, ask })));

const REFUSED: readonly Refused[] = [
  ...refuse(400, 'limit must be a positive integer.', [
    ...['0', '-1', '1.5', 'ten', ''].map((limit) => `GET ${WORK}?limit=${limit}`),
    'GET /environments?limit=0',
  ]),
  ...refuse(400, 'Only one of page, before_id and after_id may be provided.', [
    `GET ${WORK}?page=${UNKNOWN_WORK}&after_id=${UNKNOWN_WORK}`,
    `GET ${WORK}?before_id=${UNKNOWN_WORK}&after_id=${UNKNOWN_WORK}`,
    `GET ${WORK}?page=${UNKNOWN_WORK}&before_id=${UNKNOWN_WORK}`,
  ]),
  ...refuse(400, 'page is not a valid cursor.', [
    `GET ${WORK}?page=nonsense`,
    'GET /environments?page=env_none',
  ]),
  ...refuse(400, 'Environment is not self_hosted.', [
    `GET /environments/${CLOUD}/work`,
    `GET /environments/${CLOUD}/work/stats`,
  ]),
  ...refuse(400, 'limit must not exceed 100.', ['GET /environments?limit=101']),
  ...refuse(400, 'block_ms must be an integer from 1 to 999.', [
    `GET ${WORK}/poll?block_ms=0`,
    `GET ${WORK}/poll?block_ms=1000`,
  ]),
  ...refuse(400, 'reclaim_older_than_ms must be a non-negative integer.', [
    `GET ${WORK}/poll?reclaim_older_than_ms=-1`,
  ]),
  ...refuse(400, 'expected_last_heartbeat must be NO_HEARTBEAT or a timestamp.', [
    `POST ${WORK}/ITEM/heartbeat?expected_last_heartbeat=yesterday`,
  ]),
  ...refuse(400, 'desired_ttl_seconds must be a positive integer.', [
    `POST ${WORK}/ITEM/heartbeat?desired_ttl_seconds=0`,
  ]),
  ...refuse(400, 'force must be a boolean.', [`POST ${WORK}/ITEM/stop`], [{ body: '{"force":1}' }]),
  ...refuse(
    400,
    'Request body must be a JSON object.',
    [`POST ${WORK}/ITEM/stop`, `POST ${WORK}/ITEM`],
    [{ body: '[' }, { body: '[]' }],
  ),
  ...refuse(
    400,
    'metadata must map strings to strings or null.',
    [`POST ${WORK}/ITEM`],
    [{ body: '{"metadata":{"a":1}}' }],
  ),
  ...refuse(
    401,
    'Invalid API key or token.',
    [`GET ${WORK}`, 'GET /environments', 'GET /environments/env_none'],
    [{ token: null }, { token: 'pt-old' }, { token: null, headers: { 'x-api-key': 'pt-simulated' } }],
  ),
  ...refuse(404, 'Environment not found.', ['GET /environments/env_none/work', 'GET /environments/env_none']),
  ...refuse(404, 'Work item not found.', [
    `GET ${WORK}/${UNKNOWN_WORK}`,
    `POST ${WORK}/${UNKNOWN_WORK}/ack`,
    `POST ${WORK}/${UNKNOWN_WORK}/stop`,
  ]),
  ...refuse(404, 'There is no such endpoint.', ['GET /sessions', `DELETE ${WORK}`]),
  ...refuse(409, 'Work item is queued and cannot be heartbeated.', [`POST ${WORK}/ITEM/heartbeat`]),
];

describe('serveSimulator()', () => {
  it.each(REFUSED)('answers $call $ask with $status: $message', async ({ call, status, message, ask }) => {
    const simulator = aSimulator();
    simulator.addEnvironment({ id: CLOUD, type: 'cloud' });
    const [id = ''] = simulator.addWork(ENVIRONMENT);
    const request = await serve(simulator);

    const response = await request(call.replace('ITEM', id), ask);

    expect({ status: response.status, body: await response.json() }).toEqual({
      status,
      body: {
        type: 'error',
        request_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        error: { type: TYPES[status], message },
      },
    });
  });

  it('answers 412 to a heartbeat that expects another than the last', async () => {
    const simulator = aSimulator();
    const [id] = simulator.addWork(ENVIRONMENT);
    const request = await serve(simulator);
    const call = `POST ${WORK}/${id}/heartbeat?expected_last_heartbeat=NO_HEARTBEAT`;
    await request(`POST ${WORK}/${id}/ack`);
    await request(call);

    const response = await request(call, { headers: { 'x-request-id': 'req-of-mine' } });

    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 412,
      body: {
        type: 'error',
        request_id: 'req-of-mine',
        error: {
          type: 'precondition_failed_error',
          message: 'Last heartbeat does not match: another worker took the item over.',
        },
      },
    });
  });

  it('answers 409 when poll and ack name different workers', async () => {
    const simulator = aSimulator();
    const [id] = simulator.addWork(ENVIRONMENT);
    const request = await serve(simulator);
    await request(`GET ${WORK}/poll`, { headers: { 'worker-id': 'a' } });

    const response = await request(`POST ${WORK}/${id}/ack`, { headers: { 'worker-id': 'b' } });

    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });
});
