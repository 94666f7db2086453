/**
 * `npm run peers`: whether the packed construct works with the oldest peers that package.json allows, with every setting on.
 * They are installed into an empty folder, so this needs the registry; that is why it is no test.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const APP = `import { App, Stack } from 'aws-cdk-lib';
import { WorkQueueMonitor } from 'qoder-work-queue-monitor';
const app = new App();
const monitor = new WorkQueueMonitor(new Stack(app, 'Queues'), 'Monitor', {
  monitor: 'default', environments: ['env_a'], emails: ['me@example.com'], slack: { workspaceId: 'T0123456789', channelId: 'C0123456789' },
  metrics: 'full', queueAlarms: true, sessions: true, sessionsPerWorker: 1, eventBusName: 'default',
  slo: { pickupSeconds: 60, target: 0.95, applicationSignals: true }, shards: 2, tokenPerShard: true,
});
monitor.addOutputs();
console.log(Object.keys(app.synth().getStackByName('Queues').template.Resources).length);
`;

const { name, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const oldest = Object.entries<string>(peerDependencies).map(
  ([peer, range]) => `${peer}@${range.replace('^', '')}`,
);
const folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-peers-'));
const run = (command: string, ...parameters: string[]) =>
  execFileSync(command, parameters, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
try {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, stdio: 'ignore' });
  const packed = readdirSync(folder).find((file) => file.startsWith(name)) ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  run('npm', 'install', '--no-audit', '--no-fund', `./${packed}`, ...oldest);
  writeFileSync(join(folder, 'app.js'), APP);
  console.log(
    `${oldest.join(', ')}, Node ${process.versions.node}: ${run('node', 'app.js').trim()} resources`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
