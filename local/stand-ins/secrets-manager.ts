/** Stands in for Secrets Manager: one secret, which can be read and replaced. */
import * as v from 'valibot';
import { decode, type Loopback, startLoopback } from '../loopback-server.ts';
import { answerFailure, answerJson, answerJsonRefusal, jsonAction, RefusedError } from './answers.ts';
import type { Traffic } from './traffic.ts';

export interface SecretsManagerStandIn extends Loopback {
  /** Bytes are what `--secret-binary` stores. */
  readonly putSecret: (value: string | Uint8Array) => void;
}

const requestSchema = v.object({ SecretId: v.string(), SecretString: v.optional(v.string()) });

export async function startSecretsManager(
  traffic: Traffic,
  secretId: string,
  initialText: string,
): Promise<SecretsManagerStandIn> {
  let secret: string | Uint8Array = initialText;
  let versionNumber = 1;
  const putSecret = (value: string | Uint8Array) => {
    secret = value;
    versionNumber += 1;
  };

  const serve = (action: string, body: string): unknown => {
    const { SecretId, SecretString } = v.parse(requestSchema, JSON.parse(body));
    if (SecretId !== secretId) {
      throw new RefusedError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    if (action === 'PutSecretValue' && SecretString !== undefined) putSecret(SecretString);
    else if (action !== 'GetSecretValue')
      throw new RefusedError('InvalidRequestException', `No action ${action}`);
    const found = { ARN: secretId, Name: secretId, VersionId: `version-${versionNumber}` };
    return action === 'GetSecretValue' ? { ...found, ...toValue(secret) } : found;
  };

  const server = await startLoopback((request, body, response) => {
    const action = jsonAction(request);
    const failure = traffic.admit('secretsmanager', action);
    if (failure !== null) return answerFailure(failure, response, answerJsonRefusal);
    try {
      answerJson(response, 200, serve(action, decode(request, body)));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      answerJsonRefusal(response, error);
    }
  });
  return { ...server, putSecret };
}

const toValue = (secret: string | Uint8Array) =>
  typeof secret === 'string'
    ? { SecretString: secret }
    : { SecretBinary: Buffer.from(secret).toString('base64') };
