import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import { aSimulator, ask, ENVIRONMENT } from './a-simulator.ts';

const list = (simulator: Simulator, query = '') =>
  JSON.parse(ask(simulator, `GET /environments${query}`).body);
const ids = (page: { data: { id: string }[] }) => page.data.map((row) => row.id);

describe('listEnvironments()', () => {
  it('shows an environment as documented, in a list and alone', () => {
    const simulator = aSimulator();

    const page = list(simulator);

    const row = {
      id: ENVIRONMENT,
      type: 'environment',
      name: 'test',
      description: '',
      config: { type: 'self_hosted' },
      metadata: {},
      archived_at: null,
      created_at: expect.stringMatching(/^2026-07-01T08:15:01\.250\d{3}Z$/),
      updated_at: expect.stringMatching(/^2026-07-01T08:15:01\.250\d{3}Z$/),
    };
    expect(page).toEqual({
      data: [row],
      first_id: ENVIRONMENT,
      last_id: ENVIRONMENT,
      has_more: false,
      next_page: null,
    });
    expect(JSON.parse(ask(simulator, `GET /environments/${ENVIRONMENT}`).body)).toEqual(row);
  });

  it('pages from the newest to the oldest', () => {
    const simulator = aSimulator();
    for (const id of ['env_b', 'env_c', 'env_d', 'env_e']) simulator.addEnvironment({ id });

    const first = list(simulator, '?limit=2');
    const second = list(simulator, `?limit=2&page=${first.next_page}`);
    const third = list(simulator, `?limit=2&page=${second.next_page}`);

    expect([ids(first), ids(second), ids(third), third.next_page]).toEqual([
      ['env_e', 'env_d'],
      ['env_c', 'env_b'],
      [ENVIRONMENT],
      null,
    ]);
  });

  it('leaves archived ones out unless asked for them, and still serves their work', () => {
    const simulator = aSimulator();
    simulator.addEnvironment({ id: 'env_old' });
    simulator.addWork('env_old');
    simulator.archiveEnvironment('env_old');

    const archived = list(simulator, '?include_archived=true');

    expect(ids(list(simulator))).toEqual([ENVIRONMENT]);
    expect(ids(archived)).toEqual(['env_old', ENVIRONMENT]);
    expect(archived.data[0].archived_at).toMatch(/^2026-07-01T08:15:01\.250\d{3}Z$/);
    expect(JSON.parse(ask(simulator, 'GET /environments/env_old/work').body).data).toHaveLength(1);
    expect(() => simulator.addWork('env_old')).toThrow(
      'Cannot add work to env_old: it is archived and takes no new sessions',
    );
  });

  it('knows nothing of a deleted one', () => {
    const simulator = aSimulator();
    simulator.deleteEnvironment(ENVIRONMENT);

    expect(list(simulator).data).toEqual([]);
    expect(ask(simulator, `GET /environments/${ENVIRONMENT}/work`).status).toBe(404);
  });
});
