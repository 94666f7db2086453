/** Reads all watched environments, many at once and each on its own: one that hangs or fails stops no other. */

import { resolveRules } from '../../contract/rules.ts';
import type { Settings } from '../../contract/settings.ts';
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import { NO_SPOT_CHECK } from '../model/environment-state.ts';
import type { Instant, Window } from '../model/instant.ts';
import type { Readings, ReadOutcome } from '../model/readings.ts';
import { type RunMemory, toWindow, waitingSince } from '../model/run-memory.ts';
import { EMPTY_SCAN_MEMORY } from '../model/scan-memory.ts';
import { isOwn, WHOLE } from '../model/share.ts';
import type { Timing } from '../timing.ts';
import { createFirstRequests } from './first-requests.ts';
import { createLanes, type Lane } from './lanes.ts';
import { readEnvironment } from './read-environment.ts';
import { toReadingOrder } from './reading-order.ts';
import { spareStats } from './spare-stats.ts';
import { rememberedIds, type StartDirectoryInput, startDirectory } from './start-directory.ts';
import { createDescriber, toWatchList } from './watch-list.ts';

export interface ReadEnvironmentsInput extends StartDirectoryInput {
  readonly settings: Settings;
  readonly memory: RunMemory;
  /** Whether the next run goes on where this one stops; else a list that is too long for it is an error. @default true */
  readonly isMemoryKept?: boolean;
  /** The run's instant, by what the first requests have brought. */
  readonly establish: () => Instant;
}

export async function readEnvironments(input: ReadEnvironmentsInput): Promise<Readings> {
  const { settings, rows } = input;
  const share = rows.shared?.share ?? WHOLE;
  const { discovered, refreshing } = await startDirectory(input);
  const all = toWatchList(settings.environments, discovered.directory, rememberedIds(rows));
  const watched = all.filter(({ id }) => isOwn(share, id));
  const { instant, outcomes, unaskedIds } = await readInOrder(
    watched.map(({ id }) => id),
    { ...input, client: spareStats(input.client) },
  );
  const directory = await refreshing;
  // What was just learned of names is good enough for this run already.
  const describe = createDescriber(directory.directory);
  return {
    instant,
    readings: new Map(
      watched.flatMap((environment) => {
        const outcome = outcomes.get(environment.id);
        if (outcome === undefined) return [];
        return [[environment.id, { ...outcome, environment: describe(environment) }] as const];
      }),
    ),
    waiting: new Map(unaskedIds.map((id) => [id, lastAskedAt(instant, waitingSince(input.memory, id))])),
    windows: new Map(watched.map(({ id }) => [id, windowOf(id, instant, input)])),
    directory,
    ...(watched.length === all.length
      ? {}
      : { otherIds: all.flatMap(({ id }) => (isOwn(share, id) ? [] : [id])) }),
  };
}

interface ReadInOrder {
  readonly instant: Instant;
  /** Undefined: an error of our own kept it from being read. */
  readonly outcomes: ReadonlyMap<string, ReadOutcome | undefined>;
  readonly unaskedIds: readonly string[];
}

/** Environments read at once: enough to use the API's rate where an answer takes a second, or pages need pauses. */
const CONCURRENT_ENVIRONMENTS = 100;
/** Of them, for those that did not answer when they were last asked, while others are to be read. */
const CONCURRENT_UNSEEN = 40;

const UNTIL_MS: Readonly<Record<Lane, number>> = {
  known: TIME_BUDGET.readKnownUntilMs,
  walks: TIME_BUDGET.readWalksUntilMs,
  unseen: TIME_BUDGET.readKnownUntilMs,
};

/** Walks of long lists take whole runs: but for one they begin when all that is known has been read, or has had its time. */
async function readInOrder(ids: readonly string[], input: ReadEnvironmentsInput): Promise<ReadInOrder> {
  const { budget, timing } = input;
  const order = toReadingOrder(ids, input.rows, input.memory);
  // By those that did not answer in the last run, nobody can tell the time.
  const [asked = []] = [order.known, order.walks, order.unseen].filter(({ length }) => length > 0);
  const firsts = createFirstRequests(asked);
  const instant = firsts.allSettled.then(input.establish);
  const outcomes = new Map<string, ReadOutcome | undefined>();
  const unaskedIds: string[] = [];
  const doOthersWait = Object.keys(input.memory.waiting).length > 0;
  const read = async (id: string, lane: Lane): Promise<void> => {
    const window = instant.then((at) => windowOf(id, at, input));
    const deadlineMs = budget.deadlineMs(UNTIL_MS[lane]);
    const outcome = await readOne(
      id,
      { window, onSettled: () => firsts.settle(id), deadlineMs, doOthersWait },
      input,
    );
    const isSecondTry = outcomes.has(id);
    if (outcome !== 'no time') outcomes.set(id, addRequests(outcome, outcomes.get(id)));
    else if (!isSecondTry) unaskedIds.push(id);
    if (outcome !== 'no time' && !isSecondTry && hangs(outcome)) lanes.add('unseen', id);
  };
  const lanes = createLanes(order, read);
  const readingKnown = Promise.all([
    lanes.workOff(['known', 'unseen'], CONCURRENT_ENVIRONMENTS - CONCURRENT_UNSEEN),
    lanes.workOff(['unseen', 'known'], CONCURRENT_UNSEEN),
  ]);
  // One takes a seventh of the rate: a queue that became very long must not wait for all that is idle.
  const walkingOne = lanes.workOff(['walks'], 1);
  await unlessLater(readingKnown, budget.deadlineMs(TIME_BUDGET.readWalksFromMs), timing);
  const readingAll = lanes.workOff(['walks', 'unseen'], CONCURRENT_ENVIRONMENTS);
  await Promise.all([readingKnown, walkingOne, readingAll]);
  return { instant: await instant, outcomes, unaskedIds };
}

/** Whether it is asked again after the others: nothing came, in all the time that a request has. */
const hangs = (outcome: ReadOutcome | undefined): boolean =>
  outcome?.reading.completeness === 'failed' && outcome.reading.error?.type === 'timeout';

/** What both tries have sent. */
function addRequests(
  outcome: ReadOutcome | undefined,
  before: ReadOutcome | undefined,
): ReadOutcome | undefined {
  if (outcome === undefined || before === undefined) return outcome;
  const requestCount = before.reading.requestCount + outcome.reading.requestCount;
  return { ...outcome, reading: { ...outcome.reading, requestCount } };
}

/** Waits for what is under way, but no longer than until then. */
async function unlessLater(
  underWay: Promise<unknown>,
  untilMs: number,
  { nowMs, sleep }: Pick<Timing, 'nowMs' | 'sleep'>,
): Promise<void> {
  const waiting = new AbortController();
  const later = sleep(Math.max(0, untilMs - nowMs()), waiting.signal).catch((reason: unknown) => {
    if (!waiting.signal.aborted) throw reason;
  });
  await Promise.race([underWay, later]).finally(() => waiting.abort());
}

/**
 * Who was in no list of the last run was asked in it; in the first run everybody begins to wait.
 *
 * @param since until now; an instant that has not come yet is a clock that was wrong once, and who waits since then would be last
 */
function lastAskedAt({ at, previousAt }: Instant, since?: Date): Date {
  const lastAt = previousAt ?? at;
  return since !== undefined && since < lastAt ? since : lastAt;
}

function windowOf(id: string, instant: Instant, { memory, rows }: ReadEnvironmentsInput): Window {
  return toWindow(instant, memory, id, !rows.environments.has(id));
}

interface One {
  readonly window: Promise<Window>;
  readonly onSettled: () => void;
  readonly deadlineMs: number;
  readonly doOthersWait: boolean;
}

/** @returns `no time` where nothing was learned since the time was over: the next run asks first */
async function readOne(
  id: string,
  one: One,
  input: ReadEnvironmentsInput,
): Promise<ReadOutcome | 'no time' | undefined> {
  const { settings, client, timing, rows, errors, isMemoryKept = true } = input;
  const leftMs = one.deadlineMs - timing.nowMs();
  if (isMemoryKept && leftMs <= TIME_BUDGET.lastPageMs) {
    one.onSettled();
    return 'no time';
  }
  const remembered = {
    memory: rows.ranges.get(id)?.value ?? EMPTY_SCAN_MEMORY,
    spotCheck: rows.environments.get(id)?.value.spotCheck ?? NO_SPOT_CHECK,
  };
  const outcome = await errors.collect(`read ${id}`, () =>
    readEnvironment({ client, timing }, id, {
      ...one,
      rules: resolveRules(settings, id),
      metrics: settings.metrics,
      remembered: isMemoryKept ? remembered : null,
    }).finally(one.onSettled),
  );
  const { completeness, error = null } = outcome?.reading ?? {};
  // An answer that was cut off sooner than others are says nothing of the API.
  const wasCutOff = error?.type === 'timeout' && leftMs < TIME_BUDGET.requestTimeoutMs;
  const hadNoTime = completeness === 'failed' && (error?.type === 'deadline' || wasCutOff);
  return isMemoryKept && hadNoTime ? 'no time' : outcome;
}
