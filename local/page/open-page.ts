/** The page of a local run: what it shows is taken from what the monitor published, and from nothing else. */
import { randomUUID } from 'node:crypto';
import { VERDICT_CODES, type Verdict } from '../../contract/conditions.ts';
import type { Pace } from '../monitor/pace.ts';
import type { RunOutcome } from '../monitor/run-monitor.ts';
import type { WatchedWorld } from '../monitor/watched-world.ts';
import type { StandIns } from '../stand-ins/start-stand-ins.ts';
import type { Command } from './command.ts';
import { createFleetControls } from './fleet-controls.ts';
import { createPageJournal } from './page-journal.ts';
import type { EnvironmentView, RunView } from './page-model.ts';
import { type PageDeps, type PageServer, servePage } from './serve-page.ts';
import { type ProgramMessage, parseProgramMessage, toAlertView, toCards } from './to-alert-view.ts';
import { toIncidents } from './to-incidents.ts';
import { toRunView } from './to-run-view.ts';

export interface Page {
  readonly url: string;
  readonly showRun: (outcome: RunOutcome) => void;
  readonly close: () => Promise<void>;
}

export interface PageOptions {
  readonly world: WatchedWorld;
  readonly standIns: Pick<StandIns, 'putSecret'>;
  readonly pace: Pace;
  /** Null: the usual one, or any free one where it is taken. */
  readonly port: number | null;
}

/** Always the same where it is free, so that a page that was left open finds its server again. */
const USUAL_PORT = 4747;
/** Of these the incidents are made: each message tells when its incident opened. */
const KEPT_MESSAGES_COUNT = 1_000;

export async function openPage({ world, standIns, pace, port }: PageOptions): Promise<Page> {
  let last: { readonly outcome: RunOutcome; readonly run: RunView } | null = null;
  let messages: readonly ProgramMessage[] = [];
  const fleet = openFleet(world, standIns, pace);
  const journal = createPageJournal(() => ({
    source: world.baseUrl,
    isSimulated: fleet !== null,
    at: world.now().toISOString(),
    runCount: last?.outcome.number ?? 0,
    runError: last?.outcome.error ?? null,
    environments: world.environments.map((environment) => ({
      ...environment,
      ...judged(environment.id, last?.outcome.unread ?? [], last?.run),
    })),
    incidents: toIncidents(messages),
    fleet: fleet?.view() ?? null,
  }));

  const operate = (command: Command) => {
    const text = fleet?.run(command) ?? null;
    if (text === null) journal.refresh();
    else journal.addAction({ atSeconds: world.now().getTime() / 1000, text });
  };
  const server = await serveOn(port, { journal, operate: fleet === null ? null : operate });
  return {
    url: server.url,
    showRun: (outcome) => {
      const run = toRunView(outcome.scheduledAt, outcome.points);
      const cards = toCards(outcome.chatMessages);
      last = { outcome, run };
      messages = [...messages, ...outcome.alerts.map(parseProgramMessage)].slice(-KEPT_MESSAGES_COUNT);
      journal.addRun(
        run,
        outcome.alerts.map((alert) => toAlertView(alert, cards)),
      );
    },
    close: server.close,
  };
}

async function serveOn(port: number | null, deps: PageDeps): Promise<PageServer> {
  try {
    return await servePage(deps, port ?? USUAL_PORT);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    if (port === null) return await servePage(deps, 0);
    throw new Error(`Port ${port} is taken: choose another --port, or leave it out`, { cause: error });
  }
}

function openFleet(world: WatchedWorld, { putSecret }: PageOptions['standIns'], pace: Pace) {
  const { simulator, environments } = world;
  if (simulator === null) return null;
  const createToken = () => `pt-simulated-${randomUUID()}`;
  return createFleetControls({ simulator, environments, pace, createToken, storeToken: putSecret });
}

function judged(
  id: string,
  unread: RunOutcome['unread'],
  run: RunView | undefined,
): Pick<EnvironmentView, 'verdict' | 'unread'> {
  const code = run?.environments[id]?.QueueVerdict;
  const verdicts = Object.entries(VERDICT_CODES) as [Verdict, number][];
  return {
    verdict: verdicts.find(([, value]) => value === code)?.[0] ?? 'unknown',
    unread: unread.find(({ environmentId }) => environmentId === id)?.message ?? null,
  };
}
