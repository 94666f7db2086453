/** `npm start`: the deployed bundle on this machine, run after run, with everything it says made visible. */
import { systemTiming } from '../lambda/timing.ts';
import { EXIT_CODES } from '../local/arguments.ts';
import { type LocalRun, openLocalRun } from '../local/monitor/open-local-run.ts';
import { createPace } from '../local/monitor/pace.ts';
import { introduce } from './start/introduce.ts';
import { parseStartArguments, USAGE } from './start/start-arguments.ts';
import { toRunText } from './start/to-screen.ts';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());

let local: LocalRun | undefined;

/** @returns the exit code: 1 when the last run failed */
async function main(): Promise<number> {
  const parsed = parseStartArguments(process.argv.slice(2), process.env);
  if (parsed === 'help') return say(USAGE);

  const pace = createPace(parsed.everySeconds, systemTiming);
  local = await openLocalRun({ ...parsed, pace });
  say(introduce(parsed, local.world, local.pageUrl));

  for (let number = 1; ; number++) {
    const outcome = await local.runNext();
    say(toRunText(outcome));
    if (number === parsed.runCount) return outcome.error === null ? EXIT_CODES.done : EXIT_CODES.failed;
    if (!(await pace.nextRun(stopped.signal))) return say('Stopped.');
  }
}

function say(text: string): number {
  console.log(text);
  return EXIT_CODES.done;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = EXIT_CODES.failed;
} finally {
  await local?.close();
}
