/** `qoder-monitor start`: the deployed bundle on this machine, run after run, with everything it says made visible. */
import { systemTiming } from '../lambda/timing.ts';
import { EXIT_CODES } from '../local/arguments.ts';
import { type LocalRun, openLocalRun } from '../local/monitor/open-local-run.ts';
import { createPace } from '../local/monitor/pace.ts';
import { CREDENTIAL_NOTE } from './api-credential.ts';
import { defineCommand, say } from './define-command.ts';
import { introduce } from './start/introduce.ts';
import { OPTIONS, type StartArguments, toStartArguments } from './start/start-arguments.ts';
import { toRunText } from './start/to-screen.ts';

export const startCommand = defineCommand({
  name: 'start',
  does: 'Runs the monitor on this machine: the bundle that is deployed, against a simulated fleet, with a page to look at.',
  examples: [
    ['', 'a page, and a virtual minute every 3 seconds, until Ctrl-C'],
    ['--every 0.5', 'the same, six times as fast'],
    ['--once', 'one run in the terminal, then exit'],
    ['--runs 40 --every 0.1 --no-page', 'so many runs in the terminal, then exit'],
    ['--environment env_x', 'a real environment, read-only, every minute, without AWS'],
    ['--all', 'every self_hosted environment of the token, in the same way'],
  ],
  options: OPTIONS,
  notes: `For a real environment:
${CREDENTIAL_NOTE}`,
  exitCodes: { failed: EXIT_CODES.failed, usage: EXIT_CODES.failed },
  run: async (values) => {
    const parsed = toStartArguments(values, process.env);
    // What libraries of the stand-ins call is nobody's concern here.
    process.noDeprecation = true;
    const stopped = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
    return await runUntil(stopped.signal, parsed);
  },
});

/** @returns the exit code: 1 when the last run failed */
async function runUntil(stopped: AbortSignal, parsed: StartArguments): Promise<number> {
  const pace = createPace(parsed.everySeconds, systemTiming);
  const local: LocalRun = await openLocalRun({ ...parsed, pace });
  try {
    say(introduce(parsed, local.world, local.pageUrl));
    for (let number = 1; ; number++) {
      const outcome = await local.runNext();
      say(toRunText(outcome));
      if (number === parsed.runCount) return outcome.error === null ? EXIT_CODES.done : EXIT_CODES.failed;
      if (!(await pace.nextRun(stopped))) return say('Stopped.');
    }
  } finally {
    await local.close();
  }
}
