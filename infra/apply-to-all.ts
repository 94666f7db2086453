/** What every resource of a monitor has: its tags, and every role its boundary. */
import { Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export function applyToAll(
  monitor: Construct,
  tags: Readonly<Record<string, string>>,
  boundary: iam.IManagedPolicy | undefined,
): void {
  for (const [key, value] of Object.entries(tags)) Tags.of(monitor).add(key, value);
  if (boundary !== undefined) iam.PermissionsBoundary.of(monitor).apply(boundary);
}
