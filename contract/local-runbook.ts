/** The runbook in the package. As the setting runbookUrl it says that nobody published it: then there is no link. */
export const LOCAL_RUNBOOK = 'docs/runbook.md';
