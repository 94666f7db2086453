/** Links to sections of the runbook, in CloudWatch's markdown. */

/** @returns an empty text where no runbook is public */
export const toRunbookLinks = (runbookUrl: string | null, sections: readonly string[]): string =>
  runbookUrl === null ? '' : sections.map((name) => `[${name}](${runbookUrl}#${name})`).join(' · ');
