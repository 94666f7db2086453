/** What it costs to understand a page, beside parsing its JSON, which nobody can do without. */

import { parseWith } from '../contract/invalid-input.ts';
import { resolveRules } from '../contract/rules.ts';
import { settingsSchema } from '../contract/settings.ts';
import { measure } from '../lambda/judge/measure.ts';
import { parseWorkPage } from '../lambda/read/api/work.ts';
import { createReadingBuilder } from '../lambda/read/list/reading-builder.ts';
import { createSimulator } from '../local/simulator/simulator.ts';
import { median } from './median.ts';

export interface PageTime {
  readonly bytes: number;
  /** Medians, for a page of 100 rows. */
  readonly jsonParseMs: number;
  readonly understandMs: number;
}

const ROUND_COUNT = 2_000;
/** Rounds before it is measured: the compiler has then seen the code. */
const WARM_UP_COUNT = 500;
const AT = new Date('2026-11-24T12:00:00Z');
const ENVIRONMENT_ID = 'env_page';

export function measurePage(): PageTime {
  const bodyText = aPage();
  const rules = resolveRules(
    parseWith(settingsSchema, { schemaVersion: 1, monitor: 'bench', environments: 'all' }, 'bench'),
    ENVIRONMENT_ID,
  );
  const understand = () => {
    const body: unknown = JSON.parse(bodyText);
    const page = parseWorkPage({ subject: 'GET page', status: 200, requestId: null, body }, null);
    const window = { at: AT, previousAt: new Date(AT.getTime() - 60_000) };
    const builder = createReadingBuilder(window);
    builder.add(page.items, page.malformedCount);
    const unread = { error: null, driftCount: 0, stats: null, statsError: null, requestCount: 1 };
    measure({ ...builder.build(), ...unread, completeness: 'complete' }, window, rules);
  };
  return {
    bytes: Buffer.byteLength(bodyText),
    jsonParseMs: timeOf(() => JSON.parse(bodyText)),
    understandMs: timeOf(understand),
  };
}

/** Half of its rows are alive: more than a page has of them in most queues. */
function aPage(): string {
  const token = 'pt-bench';
  const simulator = createSimulator({ startAt: AT, token });
  const alive = { state: 'active', stoppedAt: null, latestHeartbeatAt: AT } as const;
  const revived = new Map(Array.from({ length: 50 }, (_, index) => [2 * index, alive]));
  simulator.addEnvironment({ id: ENVIRONMENT_ID, finishedItemCount: 100, revived });
  const path = `/api/v1/cloud/environments/${ENVIRONMENT_ID}/work?limit=100`;
  const answer = simulator.handle({ method: 'GET', path, headers: { authorization: `Bearer ${token}` } });
  if (typeof answer === 'string') throw new Error(`The simulator did not answer: ${answer}`);
  return answer.body;
}

function timeOf(work: () => void): number {
  const timesMs: number[] = [];
  for (let count = 0; count < WARM_UP_COUNT + ROUND_COUNT; count++) {
    const startedMs = performance.now();
    work();
    if (count >= WARM_UP_COUNT) timesMs.push(performance.now() - startedMs);
  }
  return median(timesMs);
}
