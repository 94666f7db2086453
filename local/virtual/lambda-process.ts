/** What a process of the function keeps from run to run: its settings, and the token once it was read. */
import { parseWith } from '../../contract/invalid-input.ts';
import { type Settings, type SettingsInput, settingsSchema } from '../../contract/settings.ts';
import type { ApiToken } from '../../lambda/read/api/api-token.ts';
import type { KeyExchangeTransport } from '../../lambda/read/api/transport.ts';
import type { Timing } from '../../lambda/timing.ts';
import { toToken } from '../../lambda/wiring.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { createSimulatorExchange } from '../simulator/simulator-transport.ts';
import type { Take } from './run-steps.ts';

export interface LambdaProcess {
  readonly settings: Settings;
  readonly token: ApiToken;
  /** A step of the run that is served. */
  readonly readSecret: () => Promise<string>;
  /** So is this. */
  readonly exchange: KeyExchangeTransport;
  /** It serves one run at a time, as Lambda has it. */
  readonly serve: (take: Take) => void;
}

export const parseSettings = (settings: Partial<SettingsInput>): Settings =>
  parseWith(
    settingsSchema,
    { schemaVersion: 1, monitor: 'test', environments: 'all', ...settings },
    'settings',
  );

export const BASE_URL = new URL('https://api.qoder.com/api/v1/cloud');

/** @param simulator at which keys are exchanged */
export function startProcess(
  settings: Settings,
  secret: () => string,
  timing: Timing,
  simulator: Pick<Simulator, 'handle'>,
): LambdaProcess {
  let take: Take = (_, effect) => effect();
  const readSecret = () => take('read secret', async () => secret());
  const ask = createSimulatorExchange(simulator, timing.sleep);
  const exchange: LambdaProcess['exchange'] = (request) =>
    take(`POST ${request.url.pathname}`, () => ask(request));
  return {
    settings,
    readSecret,
    exchange,
    token: toToken({ readSecret, timing, baseUrl: BASE_URL, exchange }),
    serve: (next) => {
      take = next;
    },
  };
}
