/** What is wrong with an environment: each finding with why, and what to do next. */
import { DEFAULT_THRESHOLDS } from '../../contract/conditions.ts';
import { newIncident } from '../../lambda/judge/new-incident.ts';
import { checkRemedy } from '../../lambda/judge/read-errors.ts';
import { toAlert } from '../../lambda/judge/to-alert.ts';
import { countOf } from '../../lambda/model/human-words.ts';
import type { Alert, Finding } from '../../lambda/model/incident.ts';
import { toPlainText } from '../../lambda/notify/clean-text.ts';
import { wordsOf } from '../../lambda/notify/words.ts';
import { wrapText } from '../text-wrap.ts';
import type { CheckedEnvironment } from './check-environments.ts';
import type { Status } from './status.ts';
import type { Paint } from './tone.ts';

const NAME_LENGTH = 60;
const INDENT = '  ';

export interface FoundText {
  readonly status: Exclude<Status, 'ok'>;
  /** Its first line, with the status and the environment. */
  readonly heading: string;
  /** Null: nothing tells since when it is so. */
  readonly since: Date | null;
  /** What it is, why, and what to do. */
  readonly sentences: readonly [problem: string, ...explained: string[]];
}

/** Empty where nothing is wrong. */
export function toFindingText(environment: CheckedEnvironment, observedAt: Date, paint: Paint): string[] {
  const found = toFoundTexts(environment, observedAt).flatMap(({ status, heading, sentences }) => [
    '',
    `${paint(status, status.toUpperCase())}: ${heading}`,
    ...sentences.flatMap(toIndented),
  ]);
  return [...found, ...toMalformedNote(environment)];
}

/** What could not be read comes first: it is why others are missing. */
export function toFoundTexts(environment: CheckedEnvironment, observedAt: Date): FoundText[] {
  const { id, name, reading, judgement } = environment;
  const heading = name === null ? id : `${toPlainText(name, NAME_LENGTH)} (${id})`;
  const found = judgement.findings.map((finding): FoundText => {
    const { problem, why, steps } = wordsOf(toOpenedAlert(finding, environment, observedAt), {
      tokenSecretId: '',
    });
    const sentences = [toSentence(problem), `Why: ${why}`, `Next: ${steps[0]}`] as const;
    return { status: finding.severity, heading, since: finding.since, sentences };
  });
  const { completeness, itemsReadCount, error } = reading;
  if (error === null) return found;
  const seen = completeness === 'partial' ? ` after ${countOf(itemsReadCount, 'item')}` : '';
  const problem = `Could not be read whole${seen}: ${toPlainText(error.message, 300)}`;
  const sentences = [problem, `Next: ${checkRemedy(error)}`] as const;
  return [{ status: 'unknown', heading, since: null, sentences }, ...found];
}

export const toIndented = (sentence: string): string[] => wrapText(sentence, INDENT, INDENT);

export function toMalformedNote({ id, reading: { malformedCount } }: CheckedEnvironment): string[] {
  if (malformedCount === 0) return [];
  const rows = countOf(malformedCount, 'row');
  return ['', ...wrapText(`NOTE: ${id}: not as documented, and not read whole: ${rows}`)];
}

const toSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** As a message would tell it that begins now; a queue that gets shorter is shown, too. */
function toOpenedAlert(
  finding: Finding,
  { id, name }: Pick<CheckedEnvironment, 'id' | 'name'>,
  at: Date,
): Alert {
  const subject = {
    id,
    environmentIds: [id],
    environmentName: name,
    thresholds: DEFAULT_THRESHOLDS,
    mute: [],
  };
  return toAlert(newIncident(finding, id, at), 'opened', finding, subject, at);
}
