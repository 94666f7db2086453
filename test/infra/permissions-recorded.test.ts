/** The policy of the function against the calls that the deployed bundle really makes, recorded by the stand-ins. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, Service } from '../../local/stand-ins/traffic.ts';
import { type LocalMonitor, startLocalMonitor } from '../support/a-local-monitor.ts';
import {
  ALERTS,
  CHAT,
  EVENT_BUS,
  NAMESPACE,
  OWN_SOURCE,
  policiesOf,
  type Request,
  SECRET,
  simulate,
  TABLE,
} from './support/simulate-role.ts';

const MINUTE_MS = 60_000;

/** What each service is called on; the stand-ins record no resources. */
const RESOURCES: Readonly<Record<Service, readonly string[]>> = {
  dynamodb: [TABLE],
  secretsmanager: [SECRET],
  sns: [ALERTS, CHAT],
  events: [EVENT_BUS],
  cloudwatch: ['*'],
};
const contextOf = (service: Service) => {
  if (service === 'cloudwatch') return { context: NAMESPACE };
  return service === 'events' ? { context: OWN_SOURCE } : {};
};

/** Of the same service, and yet none of ours. */
const NEIGHBOURS: Readonly<Record<Service, Omit<Request, 'action'>>> = {
  dynamodb: { resource: `${TABLE}-other` },
  secretsmanager: { resource: SECRET.replace('secret:', 'secret:other-') },
  sns: { resource: `${ALERTS}-other` },
  events: { resource: `${EVENT_BUS}-other`, context: OWN_SOURCE },
  cloudwatch: { resource: '*', context: { 'cloudwatch:namespace': 'Other/Namespace' } },
};

let monitor: LocalMonitor;
let recorded: readonly Pick<Call, 'service' | 'action'>[];

/** Everything a run can do: it opens an incident, tells it, ends it and forgets an environment. */
beforeAll(async () => {
  monitor = await startLocalMonitor({ hasEventBus: true });
  const { simulator } = monitor;
  simulator.addEnvironment({ id: 'env_stuck', name: 'nightly' });
  simulator.addEnvironment({ id: 'env_fine', name: 'research' });
  simulator.addWork('env_stuck', { count: 1 });
  simulator.advance(16 * MINUTE_MS);
  expect(await monitor.run()).toBeNull();
  simulator.deleteEnvironment('env_stuck');
  for (const minutes of [11, 1]) {
    simulator.advance(minutes * MINUTE_MS);
    expect(await monitor.run()).toBeNull();
  }
  const calls = new Map(
    monitor.standIns.calls().map(({ service, action }) => [`${service}:${action}`, { service, action }]),
  );
  recorded = [...calls.values()];
});
afterAll(() => monitor.close());

const requestsOf = (service: Service, action: string) =>
  RESOURCES[service].map((resource) => ({ action: `${service}:${action}`, resource, ...contextOf(service) }));

describe("the function's role", () => {
  it('allows every call that was recorded', async () => {
    const requests = recorded.flatMap(({ service, action }) => requestsOf(service, action));
    const refused = [];
    for (const request of requests) {
      if ((await simulate('RunRole', request)) !== 'Allowed') refused.push(request);
    }

    expect(new Set(recorded.map(({ service }) => service))).toEqual(new Set(Object.keys(RESOURCES)));
    expect(refused).toEqual([]);
  });

  it('denies each of them on what is not ours', async () => {
    const allowed = [];
    for (const { service, action } of recorded) {
      const request = { action: `${service}:${action}`, ...NEIGHBOURS[service] };
      if ((await simulate('RunRole', request)) !== 'ImplicitlyDenied') allowed.push(request);
    }

    expect(allowed).toEqual([]);
  });

  it('allows nothing that was not called, but what Lambda and the key need', () => {
    const called = new Set(recorded.map(({ service, action }) => `${service}:${action}`));
    const granted = policiesOf('RunRole').flatMap(({ policy }) =>
      (policy as { Statement: readonly { Action: string | readonly string[] }[] }).Statement.flatMap(
        ({ Action }) => Action,
      ),
    );

    expect(granted.filter((action) => !called.has(action) && !action.startsWith('kms:')).sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });
});
