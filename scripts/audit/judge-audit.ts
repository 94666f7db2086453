/** What `npm audit --json` says, in words. A registry that gives no answer is told, and fails nothing. */

import * as v from 'valibot';
import { parseJson } from '../../contract/parse-json.ts';

const answerSchema = v.object({
  vulnerabilities: v.record(
    v.string(),
    v.object({ severity: v.string(), via: v.array(v.union([v.string(), v.object({ title: v.string() })])) }),
  ),
});
const refusalSchema = v.object({ message: v.optional(v.string()), error: v.object({ summary: v.string() }) });

export interface AuditVerdict {
  readonly isClean: boolean;
  readonly text: string;
}

/** @param output what npm printed on stdout, be it JSON or not */
export function judgeAudit(output: string): AuditVerdict {
  const json = parseJson(output);
  const answer = v.safeParse(answerSchema, json);
  if (answer.success) return judgeAnswer(answer.output);
  const refusal = v.safeParse(refusalSchema, json);
  const reason = refusal.success
    ? refusal.output.message || refusal.output.error.summary
    : output.trim().slice(0, 200);
  return {
    isClean: true,
    text: `audit: the registry gave no answer, so nothing is known of vulnerabilities: ${reason || 'npm printed nothing'}`,
  };
}

function judgeAnswer({ vulnerabilities }: v.InferOutput<typeof answerSchema>): AuditVerdict {
  const lines = Object.entries(vulnerabilities).map(([name, { severity, via }]) => {
    const reasons = via.map((cause) => (typeof cause === 'string' ? `through ${cause}` : cause.title));
    return `  ${name} (${severity}): ${reasons.join('; ')}`;
  });
  if (lines.length === 0) return { isClean: true, text: 'audit: no known vulnerabilities' };
  return { isClean: false, text: [`audit: ${lines.length} vulnerable packages`, ...lines].join('\n') };
}
