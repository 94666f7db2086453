/** When and on what something was measured: the first line of what a bench prints. */
import { cpus } from 'node:os';

export function toMeasuredOn(): string {
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day} with Node ${process.versions.node} on ${cpus().length} cores (${process.arch})`;
}
