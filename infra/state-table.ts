/** What a run remembers. It can be rebuilt by reading the lists again, so it goes with the stack. */
import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export const createStateTable = (scope: Construct, encryptionKey: kms.IKey | undefined): dynamodb.Table =>
  new dynamodb.Table(scope, 'State', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryptionKey === undefined
      ? {}
      : { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
  });
