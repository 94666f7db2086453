/** The page of a local run: what it shows is what the monitor published, told and remembers, and nothing else. */
import { randomUUID } from 'node:crypto';
import { parseWith } from '../../contract/invalid-input.ts';
import { pickupSecondsOf } from '../../contract/objective.ts';
import { unsentMetricsOf } from '../../contract/published-metrics.ts';
import { type SettingsInput, settingsSchema } from '../../contract/settings.ts';
import type { Pace } from '../monitor/pace.ts';
import type { NamedEnvironment, Remembered } from '../monitor/read-memory.ts';
import type { RunOutcome } from '../monitor/run-monitor.ts';
import type { WatchedWorld } from '../monitor/watched-world.ts';
import type { StandIns } from '../stand-ins/start-stand-ins.ts';
import type { Command } from './command.ts';
import { createFleetControls } from './fleet-controls.ts';
import { createPageJournal } from './page-journal.ts';
import { type PageDeps, type PageServer, servePage } from './serve-page.ts';
import { type ProgramMessage, parseProgramMessage, toAlertView, toCards } from './to-alert-view.ts';
import { toIncidents } from './to-incidents.ts';
import { toLearnedView } from './to-learned-view.ts';
import { toRunView } from './to-run-view.ts';
import { toSessionViews } from './to-session-views.ts';

export interface Page {
  readonly url: string;
  /** A run is under way. */
  readonly showBegun: (runNumber: number) => void;
  readonly showRun: (outcome: RunOutcome) => void;
  /** Something was done to the fleet. */
  readonly say: (text: string) => void;
  readonly close: () => Promise<void>;
}

export interface PageOptions {
  readonly world: WatchedWorld;
  readonly standIns: Pick<StandIns, 'putSecret'>;
  /** By which the monitor judges. */
  readonly settings: SettingsInput;
  readonly pace: Pace;
  /** Null: the usual one, or any free one where it is taken. */
  readonly port: number | null;
}

/** Always the same where it is free, so that a page that was left open finds its server again. */
const USUAL_PORT = 4747;
/** Of these the incidents are made: each message tells when its incident opened. */
const KEPT_MESSAGES_COUNT = 1_000;

export async function openPage({ world, standIns, settings, pace, port }: PageOptions): Promise<Page> {
  const judgedBy = parseWith(settingsSchema, settings, 'settings of the local run');
  let environments: readonly NamedEnvironment[] = world.environments;
  let learned: Remembered['learned'] = new Map();
  let messages: readonly ProgramMessage[] = [];
  let begunRunNumber: number | null = null;
  const journal = createPageJournal((fromSeconds) => ({
    source: world.baseUrl,
    isSimulated: world.simulator !== null,
    at: world.now().toISOString(),
    begunRunNumber,
    environments: environments.map((environment) => ({
      ...environment,
      ...toLearnedView(judgedBy, environment.id, learned.get(environment.id), world.now()),
      pickupSeconds: pickupSecondsOf(judgedBy, environment.id),
      unsentMetrics: unsentMetricsOf(judgedBy, environment.id),
      sessions: toSessionViews(judgedBy, learned.get(environment.id)),
    })),
    incidents: toIncidents(messages).filter(
      ({ endedAt }) => endedAt === null || Date.parse(endedAt) / 1000 >= fromSeconds,
    ),
    fleet: fleet?.view() ?? null,
  }));
  const say = (text: string) => journal.addAction({ atSeconds: world.now().getTime() / 1000, text });
  const fleet = openFleet(world, standIns, pace, say);
  const operate = (command: Command) => {
    fleet?.run(command);
    journal.refresh();
  };
  const server = await serveOn(port, { journal, operate: fleet === null ? null : operate });
  return {
    url: server.url,
    showBegun: (runNumber) => {
      begunRunNumber = runNumber;
      journal.refresh();
    },
    showRun: (outcome) => {
      begunRunNumber = null;
      ({ environments, learned } = outcome);
      const cards = toCards(outcome.chatMessages);
      messages = [...messages, ...outcome.alerts.map(parseProgramMessage)].slice(-KEPT_MESSAGES_COUNT);
      const alerts = outcome.alerts.map((alert) => toAlertView(alert, cards));
      journal.addRun(toRunView(outcome), alerts);
    },
    say,
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

function openFleet(
  { simulator, environments }: WatchedWorld,
  { putSecret }: PageOptions['standIns'],
  pace: Pace,
  say: (text: string) => void,
) {
  if (simulator === null) return null;
  const createToken = () => `pt-simulated-${randomUUID()}`;
  return createFleetControls({ simulator, environments, pace, createToken, storeToken: putSecret, say });
}
