import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { monitorSchema } from '../../infra/config/monitor-config.ts';
import { createMonitorStack } from '../../infra/monitor-stack.ts';
import { createTemplateStack } from '../../infra/template/template-stack.ts';
import { aMonitorConfig } from './support/synthesize-monitor.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

// The CDK's own rules too, as in a deployment.
beforeAll(() => void vi.stubEnv('CDK_VALIDATION', 'true'));
afterAll(() => void vi.unstubAllEnvs());

/** An app whose synthesis throws on every finding that nobody has acknowledged. */
function aCheckedApp(): App {
  const app = new App({ context: CURRENTLY_RECOMMENDED_FLAGS });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

describe('AwsSolutions of cdk-nag and the rules of the CDK', () => {
  it.each([
    { name: 'the first deployment', config: {} },
    {
      name: 'everything on, with a customer key',
      config: {
        chat: true,
        queueAlarms: true,
        metrics: 'full' as const,
        encryptionKeyArn: KEY,
        slo: { pickupSeconds: 60, target: 0.95, applicationSignals: true },
      },
    },
  ])('finds nothing but what is acknowledged with a reason: $name', ({ config }) => {
    const app = aCheckedApp();
    createMonitorStack(app, 'default', v.parse(monitorSchema, aMonitorConfig(config)));

    expect(() => app.synth()).not.toThrow();
  });

  it('finds nothing else in the plain template', () => {
    const app = aCheckedApp();
    createTemplateStack(app);

    expect(() => app.synth()).not.toThrow();
  });

  it('finds a topic that takes messages without TLS', () => {
    const app = aCheckedApp();
    new Topic(new Stack(app, 'Stack'), 'Topic');

    expect(() => app.synth()).toThrow(/AwsSolutions-SNS3/);
  });

  it('finds a function whose timeout is no number', () => {
    const app = aCheckedApp();
    const properties = { Role: 'arn:aws:iam::111122223333:role/r', Code: { ZipFile: '-' }, Timeout: 'long' };
    new CfnResource(new Stack(app, 'Stack'), 'Fn', { type: 'AWS::Lambda::Function', properties });

    expect(() => app.synth()).toThrow(/Timeout/);
  });
});
