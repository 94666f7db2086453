/** What the texts of `check` say besides what is wrong: why there is nothing to say, sessions, and what is normal. */
import { checkRemedy } from '../../lambda/judge/read-errors.ts';
import { formatRange } from '../../lambda/model/human-words.ts';
import { ITEM_NORM_NAMES } from '../../lambda/model/norm.ts';
import { toPlainText } from '../../lambda/notify/clean-text.ts';
import { wrapText } from '../text-wrap.ts';
import type { CheckedEnvironment, CheckResult } from './check-environments.ts';
import { toSessionNotes } from './to-session-notes.ts';

/** One reading is no experience: it shows what is normal, and does not judge by it. */
const LEVELS_NOTE = 'Judged by the default levels: what the deployed monitor has learned is in its messages.';
const NOTHING_TO_WATCH =
  'The token sees no self_hosted environment: check its account and scopes, and the workspace id.';
const NORM_LABELS = { pickup: 'picked up in', startup: 'started in', run: 'run' } as const;

/** Why no environment is shown, or not all of them. */
export function toListingText({ environments, error }: CheckResult): string[] {
  if (error === null) return environments.length === 0 ? wrapText(NOTHING_TO_WATCH) : [];
  return [
    ...wrapText(`The environments could not be listed: ${toPlainText(error.message, 300)}`),
    ...wrapText(checkRemedy(error), '  '),
  ];
}

export function toNotes(result: CheckResult): string[] {
  const notes = toSessionNotes(result);
  return notes.length === 0 ? [] : ['', ...notes.flatMap((note) => wrapText(note, '', '  '))];
}

export const toLevelsNote = ({ environments }: CheckResult): string[] =>
  environments.length === 0 ? [] : ['', ...wrapText(LEVELS_NOTE)];

/** Such as `picked up in 4-7 min (150 items)`. None where the list has too few finished rows to tell. */
export function toNorms({ norms }: CheckedEnvironment): string[] {
  return ITEM_NORM_NAMES.flatMap((norm) => {
    const range = norms[norm];
    if (range === undefined) return [];
    const { fromSeconds, toSeconds, itemCount } = range;
    return [`${NORM_LABELS[norm]} ${formatRange(fromSeconds, toSeconds)} (${itemCount} items)`];
  });
}
