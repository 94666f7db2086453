/** What `check --sessions` says of sessions that are no fault of a worker, or that it could not read. */
import type { SessionCause } from '../../contract/session-causes.ts';
import { countOf, formatDuration } from '../../lambda/model/human-words.ts';
import type { KnownSession } from '../../lambda/model/session.ts';
import { ageSeconds } from '../../lambda/model/work-item.ts';
import type { CheckResult } from './check-environments.ts';

const LISTED_COUNT = 20;

/** What no finding tells of by default. */
const NOTES: Readonly<Partial<Record<SessionCause, string>>> = {
  'waiting-for-a-person': 'waits for a person to allow a tool call',
  'session-gone': 'is not known to the API any more',
};

export function toSessionNotes({ environments, sessions }: CheckResult): string[] {
  if (sessions === null) return [];
  const notes = environments.flatMap(({ id, judgement }) =>
    judgement.state.sessions.known.flatMap((known) => toNote(id, known)),
  );
  const leftCount = notes.length - LISTED_COUNT;
  const { failedCount, notAskedCount, error, isForbidden } = sessions;
  return [
    ...notes.slice(0, LISTED_COUNT),
    ...(leftCount > 0 ? [`NOTE: and ${countOf(leftCount, 'more session')} like these`] : []),
    ...(error === null
      ? []
      : [
          `NOTE: ${countOf(failedCount, 'session')} could not be read: ${error.status ?? 'no answer'} ${error.type}`,
        ]),
    ...(isForbidden ? ['  Use a token that may read sessions, or leave --sessions out.'] : []),
    ...(notAskedCount > 0
      ? [`NOTE: ${countOf(notAskedCount, 'session')} ${notAskedCount === 1 ? 'was' : 'were'} not asked for`]
      : []),
  ];
}

function toNote(environmentId: string, { itemId, cause, toolName, since, seenAt }: KnownSession): string[] {
  const what = NOTES[cause];
  if (what === undefined) return [];
  const lasting = cause === 'session-gone' ? '' : `, for ${formatDuration(ageSeconds(since, seenAt))}`;
  const tool = toolName === null ? '' : ` (${toolName})`;
  return [`NOTE: ${environmentId}: the session of ${itemId} ${what}${tool}${lasting}`];
}
