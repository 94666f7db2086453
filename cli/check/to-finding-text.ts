/** What is wrong with an environment: each finding with why, and what to do next. */
import { DEFAULT_THRESHOLDS } from '../../contract/conditions.ts';
import { newIncident } from '../../lambda/judge/new-incident.ts';
import { checkRemedy } from '../../lambda/judge/read-errors.ts';
import { toAlert } from '../../lambda/judge/to-alert.ts';
import type { Alert, Finding } from '../../lambda/model/incident.ts';
import { toPlainText } from '../../lambda/notify/clean-text.ts';
import { wordsOf } from '../../lambda/notify/words.ts';
import { wrapText } from '../text-wrap.ts';
import type { CheckedEnvironment } from './check-environments.ts';
import type { Paint } from './tone.ts';

const NAME_LENGTH = 60;
const INDENT = '  ';

/** Empty where nothing is wrong. */
export function toFindingText(environment: CheckedEnvironment, observedAt: Date, paint: Paint): string[] {
  const { id, name, reading, judgement } = environment;
  const place = name === null ? id : `${toPlainText(name, NAME_LENGTH)} (${id})`;
  const block = (tone: 'critical' | 'warning' | 'unknown', lines: readonly string[]) => [
    '',
    `${paint(tone, tone.toUpperCase())}: ${place}`,
    ...lines.flatMap((line) => wrapText(line, INDENT, INDENT)),
  ];
  const found = judgement.findings.flatMap((finding) => {
    const { problem, why, steps } = wordsOf(toOpenedAlert(finding, environment, observedAt), {
      tokenSecretId: '',
    });
    return block(finding.severity, [toSentence(problem), `Why: ${why}`, `Next: ${steps[0]}`]);
  });
  const { malformedCount, error } = reading;
  const skipped =
    malformedCount === 0
      ? []
      : [
          '',
          ...wrapText(`NOTE: ${id}: ${malformedCount} rows are not as documented and were not read whole`),
        ];
  if (error === null) return [...found, ...skipped];
  const seen = reading.completeness === 'partial' ? ` after ${reading.itemsReadCount} items` : '';
  const problem = `Could not be read whole${seen}: ${toPlainText(error.message, 300)}`;
  return [...block('unknown', [problem, `Next: ${checkRemedy(error)}`]), ...found];
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
