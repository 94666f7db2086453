/** `npm start`: the deployed bundle on this machine, run after run, with everything it says made visible. */
import { VARIABLES } from '../contract/variables.ts';
import { systemTiming } from '../lambda/timing.ts';
import { EXIT_CODES } from '../local/arguments.ts';
import { startFunction } from '../local/function/start-function.ts';
import { createPace } from '../local/monitor/pace.ts';
import { runMonitor } from '../local/monitor/run-monitor.ts';
import { openWorld } from '../local/monitor/world.ts';
import { openPage } from '../local/page/open-page.ts';
import { startStandIns } from '../local/stand-ins/start-stand-ins.ts';
import { introduce } from './start/introduce.ts';
import { parseStartArguments, USAGE } from './start/start-arguments.ts';
import { toRunText } from './start/to-screen.ts';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());

/** What to close at the end, the last opened first. */
const openThings: { readonly close: () => Promise<void> }[] = [];
function keep<Thing extends { readonly close: () => Promise<void> }>(thing: Thing): Thing {
  openThings.unshift(thing);
  return thing;
}

/** @returns the exit code: 1 when the last run failed */
async function main(): Promise<number> {
  const parsed = parseStartArguments(process.argv.slice(2), process.env);
  if (parsed === 'help') return say(USAGE);

  const world = keep(await openWorld(parsed.real));
  const standIns = keep(await startStandIns({ secretText: world.token, now: world.now }));
  const monitor = keep(
    await startFunction(
      {
        schemaVersion: 1,
        monitor: 'local',
        environments: world.environments.map(({ id }) => id),
        metrics: 'full',
      },
      {
        ...standIns.env,
        [VARIABLES.baseUrl]: world.baseUrl,
        [VARIABLES.tokenSecretId]: standIns.secretId,
        [VARIABLES.tableName]: standIns.tableName,
        [VARIABLES.alertsTopicArn]: standIns.alertsTopicArn,
        [VARIABLES.chatTopicArn]: standIns.chatTopicArn,
      },
    ),
  );
  const pace = createPace(parsed.everySeconds, systemTiming);
  const page = parsed.page && keep(await openPage({ world, standIns, pace, ...parsed.page }));
  say(introduce(parsed, world, page?.url ?? null));

  for (let number = 1; ; number++) {
    const outcome = await runMonitor(monitor, standIns, number, world.now());
    page?.showRun(outcome);
    say(toRunText(outcome, world.environments));
    if (number === parsed.runCount) return outcome.error === null ? EXIT_CODES.done : EXIT_CODES.failed;
    if (!(await pace.nextRun(stopped.signal))) return say('Stopped.');
    world.nextMinute();
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
  for (const thing of openThings) await thing.close();
}
