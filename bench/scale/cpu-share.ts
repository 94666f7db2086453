/**
 * A process with the share of a processor and the memory that Lambda gives a function, by control groups of Linux.
 * Needs root. Everybody else on the machine comes after the function and what it talks to.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Source: Lambda's documentation: 1,769 MB have one vCPU. */
const MB_PER_VCPU = 1_769;
/** Lambda's own period is not documented; this is Linux's default. */
const PERIOD_US = 100_000;
const FIRST_SHARES = 200_000;
const ROOT = '/sys/fs/cgroup';

export interface CpuShare {
  /** Of processor time, so far. */
  readonly cpuSeconds: () => number;
  /** The group goes when its process has ended. */
  readonly remove: () => void;
}

/** @throws {Error} where control groups are missing or may not be made */
export function giveShare(pid: number, memoryMb: number): CpuShare {
  const quotaUs = Math.round((memoryMb / MB_PER_VCPU) * PERIOD_US);
  return isUnified() ? giveUnified(pid, memoryMb, quotaUs) : giveByController(pid, memoryMb, quotaUs);
}

/** No limit, but before whatever else the machine does. */
export function putFirst(pid: number): CpuShare {
  return isUnified() ? giveUnified(pid, null, null) : giveByController(pid, null, null);
}

const isUnified = () => existsSync(join(ROOT, 'cgroup.controllers'));

function giveUnified(pid: number, memoryMb: number | null, quotaUs: number | null): CpuShare {
  writeFileSync(join(ROOT, 'cgroup.subtree_control'), '+cpu +memory');
  const folder = makeGroup('', pid, {
    'cpu.weight': '10000',
    ...(quotaUs === null ? {} : { 'cpu.max': `${quotaUs} ${PERIOD_US}` }),
    ...(memoryMb === null ? {} : { 'memory.max': `${memoryMb}M` }),
  });
  const usage = () => /usage_usec (\d+)/.exec(readFileSync(join(folder, 'cpu.stat'), 'utf8'))?.[1];
  return { cpuSeconds: () => Number(usage()) / 1e6, remove: () => rmdirSync(folder) };
}

function giveByController(pid: number, memoryMb: number | null, quotaUs: number | null): CpuShare {
  const memory =
    memoryMb === null
      ? []
      : [makeGroup('memory', pid, { 'memory.limit_in_bytes': String(memoryMb * 1024 * 1024) })];
  const cpu = makeGroup('cpu', pid, {
    'cpu.shares': String(FIRST_SHARES),
    ...(quotaUs === null
      ? {}
      : { 'cpu.cfs_period_us': String(PERIOD_US), 'cpu.cfs_quota_us': String(quotaUs) }),
  });
  const accounting = makeGroup('cpuacct', pid, {});
  return {
    cpuSeconds: () => Number(readFileSync(join(accounting, 'cpuacct.usage'), 'utf8')) / 1e9,
    remove: () => {
      for (const folder of [...memory, cpu, accounting]) rmdirSync(folder);
    },
  };
}

function makeGroup(controller: string, pid: number, values: Readonly<Record<string, string>>): string {
  const folder = join(ROOT, controller, `work-queue-monitor-${pid}`);
  mkdirSync(folder);
  for (const [name, value] of Object.entries(values)) writeFileSync(join(folder, name), value);
  writeFileSync(join(folder, 'cgroup.procs'), String(pid));
  return folder;
}
