/** What one run has read. */
import type { DirectoryReading, Environment } from './directory.ts';
import type { SpotCheck } from './environment-state.ts';
import type { Instant, Window } from './instant.ts';
import type { Reading } from './reading.ts';
import type { CursorHabit, ScanMemory } from './scan-memory.ts';
import type { RunSessions } from './session.ts';

export interface Readings {
  readonly instant: Instant;
  /** Watched environments whose reading did not end in an error of our own. */
  readonly readings: ReadonlyMap<string, EnvironmentReading>;
  /**
   * Watched environments for which this run had no time, with the instant of the run that asked them last, or in
   * which they were first to be asked: they come first in the next one.
   */
  readonly waiting: ReadonlyMap<string, Date>;
  /** Of every watched environment. */
  readonly windows: ReadonlyMap<string, Window>;
  readonly directory: DirectoryReading;
  /** Environments that other shards watch. Missing: there are none. */
  readonly otherIds?: readonly string[];
  /** Missing: sessions are not to be read. */
  readonly sessions?: RunSessions;
}

export interface ReadOutcome {
  readonly reading: Reading;
  /** What must be saved of the scan; null: what is saved is good enough. */
  readonly memoryToSave: ScanMemory | null;
  readonly spotCheck: SpotCheck;
  /** What was learned in this run of the cursors that the server takes; null: nothing new. */
  readonly learnedCursors: CursorHabit['kind'] | 'any' | null;
}

export interface EnvironmentReading extends ReadOutcome {
  readonly environment: Environment;
}
