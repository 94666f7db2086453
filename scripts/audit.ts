/** `npm run audit`: known vulnerabilities of the dependencies, where the registry answers such questions. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { judgeAudit } from './audit/judge-audit.ts';

const TIMEOUT_MS = 60_000;

const { stdout } = spawnSync('npm', ['audit', '--json'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  encoding: 'utf8',
  timeout: TIMEOUT_MS,
});
const { isClean, text } = judgeAudit(stdout ?? '');
console.log(text);
process.exitCode = isClean ? 0 : 1;
