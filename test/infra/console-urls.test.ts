import { describe, expect, it } from 'vitest';
import { resolve } from './support/resolve-template.ts';
import { synthesizeMonitor } from './support/synthesize-monitor.ts';

const template = synthesizeMonitor();

describe('links into the console', () => {
  it.each([
    ['aws', 'https://eu-west-1.console.aws.amazon.com/cloudwatch/'],
    ['aws-cn', 'https://eu-west-1.console.amazonaws.cn/cloudwatch/'],
    ['aws-us-gov', 'https://eu-west-1.console.amazonaws-us-gov.com/cloudwatch/'],
    ['aws-new', 'https://eu-west-1.console.aws.amazon.com/cloudwatch/'],
  ])('lead to that of the partition %s', (partition, start) => {
    const deployed = JSON.parse(
      JSON.stringify(template).replaceAll('{"Ref":"AWS::Partition"}', `"${partition}"`),
    );

    expect(resolve(deployed, deployed.Outputs.DashboardUrl.Value)).toMatch(start);
  });
});
