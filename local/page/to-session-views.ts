/** What the sessions of late items do, as the last run that looked at them saw it. */
import type { Settings } from '../../contract/settings.ts';
import type { EnvironmentState } from '../../lambda/model/environment-state.ts';
import type { SessionView } from './page-model.ts';

/** @returns null where sessions are not read */
export function toSessionViews(
  { sessions: areRead }: Pick<Settings, 'sessions'>,
  remembered: Pick<EnvironmentState, 'sessions'> | undefined,
): readonly SessionView[] | null {
  if (!areRead) return null;
  return (remembered?.sessions.known ?? []).map(
    ({ itemId, cause, toolName, since, seenAt, totalCredits }) => ({
      itemId,
      cause,
      toolName,
      sinceSeconds: since.getTime() / 1000,
      seenAtSeconds: seenAt.getTime() / 1000,
      totalCredits,
    }),
  );
}
