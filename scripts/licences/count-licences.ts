/** All packages that `npm ci` may install, by licence. */
import { type Lock, licenceOf } from './bundled-packages.ts';

export interface LicenceCount {
  readonly licence: string;
  readonly folders: readonly string[];
}

/** By name of the licence. */
export function countLicences(lock: Lock): LicenceCount[] {
  const folders = Object.keys(lock).filter((folder) => folder !== '');
  const byLicence = Map.groupBy(folders, (folder) => licenceOf(lock, folder));
  return [...byLicence]
    .map(([licence, found]) => ({ licence, folders: found }))
    .sort((a, b) => a.licence.localeCompare(b.licence, 'en'));
}
