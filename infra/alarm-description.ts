/** What an alarm says to the person who is woken. */

export interface AlarmWords {
  /** What has happened, as a sentence. */
  readonly sentence: string;
  /** What to do first: all that a person has where no runbook is public. */
  readonly remedy: string;
  /** Anchor in the runbook. */
  readonly anchor: string;
}

export interface AlarmContext {
  readonly monitor: string;
  /** Page with an anchor for each alarm; null where none is public. */
  readonly runbookUrl: string | null;
}

export function toAlarmDescription(
  { sentence, remedy, anchor }: AlarmWords,
  { monitor, runbookUrl }: AlarmContext,
): string {
  const link = runbookUrl === null ? '' : ` More: ${runbookUrl}#${anchor}`;
  return `Qoder work queue monitor ${monitor}: ${sentence} What to do: ${remedy}${link}`;
}
