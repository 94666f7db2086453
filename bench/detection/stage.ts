/** Where a fleet is played: its simulator, its chance, and the record of what is true. */
import { createRandom, drawBetween, type Random, type Range } from '../../local/simulator/random.ts';
import type { Simulator } from '../../local/simulator/simulator.ts';
import type { WorkerHabits } from '../../local/simulator/worker.ts';
import type { Cause } from './causes.ts';

/** From the cause to its repair, whatever anybody measures. */
export interface Episode {
  readonly cause: Cause;
  /** With fractions. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** Where the cause is about items: their ids. */
  readonly itemIds: readonly string[];
}

export interface Stage {
  readonly simulator: Simulator;
  /** Of the plan; arrivals and workers have their own. */
  readonly random: Random;
  readonly minutes: number;
  /** The environment that is being staged. */
  readonly id: string;
  readonly episodes: Episode[];
  /** Minutes in which the monitor does not run. */
  readonly pauses: Range[];
}

export function createStage(simulator: Simulator, id: string, minutes: number, seed: number): Stage {
  return { simulator, random: createRandom(seed), minutes, id, episodes: [], pauses: [] };
}

export const MINUTE_MS = 60_000;

export type Act = (stage: Stage) => void;

export interface TeamOptions {
  readonly count: number;
  /** Seconds between two items on average; null: none come by themselves. */
  readonly meanSeconds: number | null;
  readonly workSeconds: Range;
  /** How long the tools of their sessions take. @default 2 to 90 s */
  readonly toolSeconds?: Range;
  /** What differs from a worker that works. */
  readonly habits?: Partial<WorkerHabits>;
}

/** An environment and its workers. */
export function addTeam({ simulator, id }: Stage, team: TeamOptions): void {
  const { toolSeconds } = team;
  simulator.addEnvironment({ id, ...(toolSeconds === undefined ? {} : { toolSeconds }) });
  for (let number = 1; number <= team.count; number++) {
    const { workSeconds, habits } = team;
    simulator.addWorker(id, { behaviour: 'works', name: `${id}.w${number}`, workSeconds, ...habits });
  }
  comeAtRandom({ simulator, id }, team.meanSeconds);
}

export function comeAtRandom({ simulator, id }: Pick<Stage, 'simulator' | 'id'>, meanSeconds: number | null) {
  simulator.setArrivals(id, meanSeconds === null ? null : { kind: 'poisson', meanSeconds });
}

export function draw({ random }: Stage, min: number, max: number): number {
  return drawBetween(random, { min, max });
}

export function drawCount(stage: Stage, min: number, max: number): number {
  return Math.floor(draw(stage, min, max + 1));
}

export function afterMinutes({ simulator }: Stage, minutes: number, act: () => void): void {
  simulator.schedule(minutes * MINUTE_MS, act);
}

export function afterSeconds({ simulator }: Stage, seconds: number, act: () => void): void {
  simulator.schedule(seconds * 1_000, act);
}

/** Again and again, as long as the play lasts. */
export function repeat(stage: Stage, nextMinutes: () => number, act: () => void): void {
  afterMinutes(stage, nextMinutes(), () => {
    act();
    repeat(stage, nextMinutes, act);
  });
}

/** Looks every few seconds until it is so. */
export function waitUntil(stage: Stage, isSo: () => boolean, act: () => void): void {
  if (isSo()) act();
  else afterSeconds(stage, 2, () => waitUntil(stage, isSo, act));
}
