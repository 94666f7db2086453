/** The runbook where nobody published it: a path that a person can open, not a link. */
export const LOCAL_RUNBOOK = 'docs/runbook.md';

/** For CloudWatch's markdown: a link where there is a page, else where to look. */
export function toRunbookMarkdown(runbookUrl: string, text: string, anchor: string | null = null): string {
  const target = anchor === null ? runbookUrl : `${runbookUrl}#${anchor}`;
  return runbookUrl === LOCAL_RUNBOOK ? `${text}: \`${target}\`` : `[${text}](${target})`;
}
