/** Findings of cdk-nag that are as they should be, each with the reason a reviewer asks for. */
import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export function acknowledgeFindings(monitor: Construct): void {
  // Older versions of aws-cdk-lib have no validations, and so nothing to acknowledge.
  Validations?.of(monitor).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'PutMetricData knows no resources; the condition on cloudwatch:namespace bounds it to our namespace.',
    },
    {
      id: 'AwsSolutions-SMG4',
      reason:
        'The token is issued by Qoder, which has no API to rotate it. A new one works within 5 minutes.',
    },
  );
}
