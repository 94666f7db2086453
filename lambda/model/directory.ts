/** Which environments there are, and what they are called. */

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
}

/** A watched environment. */
export interface Environment {
  readonly id: string;
  /** Null until the API has told it. */
  readonly name: string | null;
  readonly isArchived: boolean;
}
