import { describe, expect, it } from 'vitest';
import { synthesizeMonitor } from './support/synthesize-monitor.ts';

describe('a template', () => {
  it.each(['essential', 'full'] as const)(
    'names no partition, so that it fits China too: %s metrics',
    (metrics) => {
      const template = synthesizeMonitor({
        environments: ['env_a'],
        baseUrl: 'https://api.qoder.com.cn/api/v1/cloud',
        metrics,
        queueAlarms: true,
        chat: true,
        sessionsPerWorker: 1,
        slo: { pickupSeconds: 60, target: 0.95 },
      });
      const text = JSON.stringify(template);

      expect(text.match(/arn:aws[^"]{0,40}/g) ?? []).toEqual([]);
      expect(text).toContain('"AWS::Partition"');
      expect(text).toContain('https://api.qoder.com.cn/api/v1/cloud');
    },
  );
});
