/** The secret of the personal access token, and who may read it. */
import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { TOKEN_PLACEHOLDER } from '../contract/deployment.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import type { ExistingResources } from './existing-resources.ts';
import { shardIdSuffix } from './monitor-function.ts';

/** @returns one for all functions, or of each function its own; one that exists is for all */
export function createTokenSecrets(
  scope: Construct,
  { shards, tokenPerShard }: Pick<MonitorConfig, 'shards' | 'tokenPerShard'>,
  { tokenSecret, encryptionKey }: Pick<ExistingResources, 'tokenSecret' | 'encryptionKey'>,
): readonly [secretsmanager.ISecret, ...secretsmanager.ISecret[]] {
  const first = tokenSecret ?? createTokenSecret(scope, encryptionKey, 0);
  const otherCount = tokenPerShard ? shards - 1 : 0;
  const others = Array.from({ length: otherCount }, (_, index) =>
    createTokenSecret(scope, encryptionKey, index + 1),
  );
  return [first, ...others];
}

/** The placeholder is no secret: the function says how to replace it, and never sends it. */
const createTokenSecret = (
  scope: Construct,
  encryptionKey: kms.IKey | undefined,
  shard: number,
): secretsmanager.ISecret =>
  new secretsmanager.Secret(scope, `Token${shardIdSuffix(shard)}`, {
    description: `Personal access token of the Qoder API, as plain text${shard === 0 ? '' : `, of shard ${shard}`}`,
    secretStringValue: SecretValue.unsafePlainText(TOKEN_PLACEHOLDER),
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryptionKey === undefined ? {} : { encryptionKey }),
    // CDK's own types do not fit each other where undefined is not the same as missing.
  }) as secretsmanager.ISecret;

/** As a policy names it: a secret that was imported by name lacks the six characters at the end of its ARN. */
export const toReadableArn = ({ secretArn, secretFullArn }: secretsmanager.ISecret): string =>
  secretFullArn ?? `${secretArn}-??????`;

export function grantReadToken(secret: secretsmanager.ISecret, grantee: iam.IGrantable): iam.Grant {
  const grant = secret.grantRead(grantee);
  // Of a key that was imported, the grant above says nothing.
  const keyGrant = secret.encryptionKey?.grantDecrypt(grantee);
  return keyGrant === undefined ? grant : grant.combine(keyGrant);
}
