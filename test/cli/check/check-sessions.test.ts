import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTENT } from '../../../local/simulator/play-session.ts';
import { type SimulatorServer, serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import { createSimulator, type Simulator } from '../../../local/simulator/simulator.ts';
import { runScript } from '../run-script.ts';

const TOKEN = 'pt-check-sessions-0123456789';
const MINUTE_MS = 60_000;

let simulator: Simulator;
let server: SimulatorServer;

beforeAll(async () => {
  simulator = createSimulator({ startAt: new Date('2026-11-24T12:00:00Z'), token: TOKEN });
  const workSeconds = { min: 9_000, max: 9_000 };
  for (const id of ['env_hung', 'env_asking', 'env_leaked', 'env_long']) {
    simulator.addEnvironment({ id });
    simulator.addWorker(id, { behaviour: 'slow', name: `${id}.w`, workSeconds });
    simulator.addWork(id);
  }
  simulator.advance(5 * MINUTE_MS);
  simulator.hangWorker('env_hung.w');
  simulator.askPerson('env_asking.w');
  const [leaked] = simulator.liveTruth('env_leaked');
  simulator.steerSession('env_leaked', leaked?.id ?? '', 'ends-turn');
  simulator.advance(40 * MINUTE_MS);
  server = await serveSimulator(simulator, { port: 0 });
});
afterAll(() => server.close());

const check = (...args: string[]) =>
  runScript('check', args, { QODER_BASE_URL: server.baseUrl, QODER_PAT: TOKEN });
const asked = () => simulator.requests.filter(({ path }) => path.includes('/sessions/'));

it('check asks for no session by itself, and --sessions tells what each late one does', async () => {
  const without = await check('--all');
  expect(asked()).toEqual([]);
  expect(without.exitCode).toBe(0);

  const { exitCode, stdout } = await check('--all', '--sessions', '--json');
  const report = JSON.parse(stdout);
  expect(exitCode).toBe(2);
  const told = new Map(
    report.environments.map(
      ({ environmentId, findings, sessions }: Record<string, { condition: string; cause: string }[]>) => [
        environmentId,
        [findings?.map(({ condition }) => condition), sessions?.map(({ cause }) => cause)],
      ],
    ),
  );
  expect(told).toEqual(
    new Map([
      ['env_hung', [['session-hung'], ['tool-unanswered']]],
      ['env_asking', [[], ['waiting-for-a-person']]],
      ['env_leaked', [['slot-leaked'], ['slot-leaked']]],
      ['env_long', [[], expect.any(Array)]],
    ]),
  );
  expect(asked().length).toBeGreaterThan(4);
  expect(stdout).not.toContain(CONTENT);
});

/** Wherever lines are broken. */
const joined = (text: string) => text.replaceAll(/\s+/g, ' ');

it('check --sessions tells a person the cause, the tool, the next step, and who waits for somebody', async () => {
  const { exitCode, stdout } = await check('--all', '--sessions');
  const text = joined(stdout);

  expect(exitCode).toBe(2);
  expect(text).toMatch(/1 session has hung in the tool (bash|read|write|grep) for 4\d min\./);
  expect(text).toContain('Next: See on the worker what the tool waits for.');
  expect(text).toMatch(
    /NOTE: env_asking: the session of work_\S+ waits for a person to allow a tool call \(deploy\)/,
  );
  expect(text).not.toContain(CONTENT);
});

it('check --sessions goes on without sessions where the token may not read them, and says what helps', async () => {
  const endFault = simulator.addFault({ endpoint: 'get-session', kind: 'status', status: 403 });
  const { exitCode, stdout } = await check('--all', '--sessions');
  endFault();

  expect(exitCode).toBe(0);
  expect(joined(stdout)).toMatch(/\d sessions could not be read: 403 permission_error/);
  expect(joined(stdout)).toContain('Use a token that may read sessions, or leave --sessions out.');
});
