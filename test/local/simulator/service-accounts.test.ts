import { describe, expect, it } from 'vitest';
import type { SimulatedResponse } from '../../../local/simulator/handle-request.ts';
import { serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import { aSimulator, ask } from './a-simulator.ts';

const KEY = 'sak-simulated';
const PATH = '/api/v1/serviceToken/exchange';
const BODY = { grant_type: 'client_credentials', audience: 'qoder', scope: 'qca.access', ttl_seconds: 3_600 };

function aSimulatorWithKey(): Simulator {
  const simulator = aSimulator();
  simulator.serviceAccounts.setKey(KEY);
  return simulator;
}

function exchange(
  simulator: Simulator,
  body: unknown = BODY,
  authorization = `Bearer ${KEY}`,
  method = 'POST',
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return simulator.handle({
    method,
    path: PATH,
    headers: { authorization },
    body: text,
  }) as SimulatedResponse;
}

const tokenOf = ({ body }: SimulatedResponse): string => JSON.parse(body).access_token;
const list = (simulator: Simulator, token: string) => ask(simulator, 'GET /environments', { token }).status;

describe('the exchange of the simulated API', () => {
  it('answers with a token alone, which the API takes until its end and no longer', () => {
    const simulator = aSimulatorWithKey();
    const answer = exchange(simulator);
    const token = tokenOf(answer);

    expect([answer.status, Object.keys(JSON.parse(answer.body))]).toEqual([200, ['access_token']]);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.exp - claims.iat).toBe(3_600);
    simulator.advance(3_599_000);
    const before = list(simulator, token);
    simulator.advance(1_000);
    expect([before, list(simulator, token)]).toEqual([200, 401]);
  });

  it.each<[string, unknown, string, number, string]>([
    ['another key', BODY, 'Bearer sak-other', 401, 'authentication_error'],
    ['a token of its own', BODY, 'Bearer pt-simulated', 401, 'authentication_error'],
    ['no bearer', BODY, KEY, 401, 'authentication_error'],
    ['no JSON', 'x', `Bearer ${KEY}`, 400, 'invalid_request_error'],
    ['another grant', { ...BODY, grant_type: 'password' }, `Bearer ${KEY}`, 400, 'invalid_request_error'],
    ['another audience', { ...BODY, audience: 'x' }, `Bearer ${KEY}`, 400, 'invalid_request_error'],
    ['another scope', { ...BODY, scope: '*' }, `Bearer ${KEY}`, 400, 'invalid_request_error'],
    ['a longer life', { ...BODY, ttl_seconds: 43_201 }, `Bearer ${KEY}`, 400, 'invalid_request_error'],
    ['no life', { ...BODY, ttl_seconds: 0 }, `Bearer ${KEY}`, 400, 'invalid_request_error'],
  ])('refuses %s', (_name, body, authorization, status, type) => {
    const answer = exchange(aSimulatorWithKey(), body, authorization);

    expect([answer.status, JSON.parse(answer.body).error.type]).toEqual([status, type]);
  });

  it('takes the longest life that is documented, cuts it where it is told to, and revokes', () => {
    const simulator = aSimulatorWithKey();
    const long = tokenOf(exchange(simulator, { ...BODY, ttl_seconds: 43_200 }));
    simulator.serviceAccounts.limitTtl(60);
    const short = tokenOf(exchange(simulator));

    simulator.advance(60_000);
    const statuses = [list(simulator, long), list(simulator, short)];
    simulator.serviceAccounts.revokeTokens();
    expect([...statuses, list(simulator, long)]).toEqual([200, 401, 401]);
  });

  it('knows no key before one is set, takes no GET, and takes no key for a token', () => {
    const simulator = aSimulator();
    const before = exchange(simulator).status;
    simulator.serviceAccounts.setKey(KEY);

    const get = exchange(simulator, BODY, `Bearer ${simulator.token}`, 'GET').status;
    expect([before, get, list(simulator, KEY)]).toEqual([401, 404, 401]);
  });

  it('breaks as the API does, records who logged in with what, and is there over a socket', async () => {
    const simulator = aSimulatorWithKey();
    simulator.addFault({ endpoint: 'exchange-key', kind: 'status', status: 429, times: 1 });
    const server = await serveSimulator(simulator, { port: 0 });
    const post = () =>
      fetch(server.exchangeUrl, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}` },
        body: JSON.stringify(BODY),
      });

    const statuses = [(await post()).status, (await post()).status];
    await server.close();

    expect(statuses).toEqual([429, 200]);
    expect(simulator.requests).toMatchObject([
      { method: 'POST', path: PATH, bearer: KEY, hasToken: false, status: 429 },
      { method: 'POST', path: PATH, bearer: KEY, hasToken: false, status: 200 },
    ]);
  });
});
