/** Which locked packages run scripts when they are installed, and whether package.json lets them. */
import { type Lock, nameOf } from '../licences/bundled-packages.ts';

export type Permission = 'allowed' | 'denied' | 'not decided';

export interface InstallScript {
  readonly name: string;
  readonly version: string;
  readonly permission: Permission;
}

/** @param allowScripts of package.json: by name, or by name and versions, such as `node@24.21.0 || 24.22.0` */
export function findInstallScripts(
  lock: Lock,
  allowScripts: Readonly<Record<string, boolean>>,
): InstallScript[] {
  return Object.entries(lock).flatMap(([folder, { hasInstallScript, version = '' }]) => {
    if (hasInstallScript !== true) return [];
    const name = nameOf(folder);
    return [{ name, version, permission: judge(name, version, allowScripts) }];
  });
}

/** A denial wins. Source: `npm help approve-scripts`. */
function judge(name: string, version: string, allowScripts: Readonly<Record<string, boolean>>): Permission {
  const decisions = Object.entries(allowScripts).flatMap(([key, isAllowed]) =>
    covers(key, name, version) ? [isAllowed] : [],
  );
  if (decisions.length === 0) return 'not decided';
  return decisions.includes(false) ? 'denied' : 'allowed';
}

function covers(key: string, name: string, version: string): boolean {
  if (key === name) return true;
  if (!key.startsWith(`${name}@`)) return false;
  return key
    .slice(name.length + 1)
    .split('||')
    .some((one) => one.trim() === version);
}
