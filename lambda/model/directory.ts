/** Which environments there are, and what they are called. */
import type { ReadError } from './reading.ts';

/** What discovery last saw. It is read again every 10 minutes. */
export interface Directory {
  /** Null: never. */
  readonly readAt: Date | null;
  readonly environments: readonly DirectoryEntry[];
}

export interface DirectoryEntry {
  readonly id: string;
  readonly name: string | null;
  readonly archivedAt: Date | null;
  /** The last list did not have it: one that lacks it too ends it. */
  readonly isMissing?: boolean;
}

/** A watched environment. */
export interface Environment {
  readonly id: string;
  /** Null until the API has told it. */
  readonly name: string | null;
  readonly isArchived: boolean;
}

/** What reading the directory anew brought. */
export interface DirectoryReading {
  readonly directory: Directory;
  readonly requestCount: number;
  /** Why the list of all environments, or the name of a configured one, could not be read. */
  readonly error: ReadError | null;
  /** What was on the list of all environments; null where it was not read whole. */
  readonly listed: ListedCounts | null;
}

export interface ListedCounts {
  readonly selfHostedCount: number;
  /** Of another type, or of none that is told. */
  readonly otherCount: number;
  /** Entries of which not even the id could be read. */
  readonly malformedCount: number;
}
