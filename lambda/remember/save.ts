/** Writes back what a run changed, each row on its own: one that cannot be saved keeps no other from it. */
import { EMPTY_SCAN_MEMORY } from '../model/scan-memory.ts';
import type { ReadEnvironments } from '../read/read-environments.ts';
import type { RunContext } from '../run.ts';
import type { Faults } from '../run-errors.ts';
import { type Intent, persist } from './remembered.ts';
import type { StoredRun } from './run-store.ts';

/** Saves each subject on its own; what could not be saved is not told either, since its ids are not fixed. */
export async function saveAll(intents: readonly Intent[], faults: Faults): Promise<Intent[]> {
  const saved = await Promise.all(
    intents.map((intent) =>
      faults.collect(`save the state of ${intent.remembered.id}`, async () => ({
        ...intent,
        remembered: await persist(intent),
      })),
    ),
  );
  return saved.filter((intent) => intent !== undefined);
}

export async function saveRanges(
  { ranges }: StoredRun,
  read: ReadEnvironments,
  { store, faults }: RunContext,
): Promise<void> {
  const toSave = [...read.readings].flatMap(([id, outcome]) => {
    const isUnreadable = (ranges.get(id)?.fault ?? null) !== null;
    const memoryToSave = outcome.memoryToSave ?? (isUnreadable ? EMPTY_SCAN_MEMORY : null);
    return memoryToSave === null ? [] : [{ id, memoryToSave }];
  });
  await Promise.all(
    toSave.map(({ id, memoryToSave }) =>
      faults.collect(`save the ranges of ${id}`, () =>
        store.saveRanges(id, memoryToSave, ranges.get(id)?.version ?? null),
      ),
    ),
  );
}

export async function saveDirectory(
  { directory }: StoredRun,
  read: ReadEnvironments,
  { store, faults }: RunContext,
): Promise<void> {
  const next = read.directory.directory;
  if (next === directory.value) return;
  await faults.collect('save the directory', () => store.saveDirectory(next, directory.version));
}
