/** What a process of the function keeps from run to run: its settings, and the token once it was read. */
import { parseWith } from '../../contract/invalid-input.ts';
import { type Settings, type SettingsInput, settingsSchema } from '../../contract/settings.ts';
import type { ApiToken } from '../../lambda/read/api/api-token.ts';
import type { Timing } from '../../lambda/timing.ts';
import { toToken } from '../../lambda/wiring.ts';
import type { Take } from './run-steps.ts';

export interface LambdaProcess {
  readonly settings: Settings;
  readonly token: ApiToken;
  /** A step of the run that is served. */
  readonly readSecret: () => Promise<string>;
  /** It serves one run at a time, as Lambda has it. */
  readonly serve: (take: Take) => void;
}

export const parseSettings = (settings: Partial<SettingsInput>): Settings =>
  parseWith(
    settingsSchema,
    { schemaVersion: 1, monitor: 'test', environments: 'all', ...settings },
    'settings',
  );

export function startProcess(settings: Settings, secret: () => string, timing: Timing): LambdaProcess {
  let take: Take = (_, effect) => effect();
  const readSecret = () => take('read secret', async () => secret());
  return {
    settings,
    readSecret,
    token: toToken({ readSecret, timing }),
    serve: (next) => {
      take = next;
    },
  };
}
