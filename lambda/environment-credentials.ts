/**
 * Stands in the bundle for the SDK's default credential chain (scripts/build.ts): a Lambda function's
 * credentials are environment variables. The integration tests sign real requests with it.
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';

export const defaultProvider = (init: Parameters<typeof fromEnv>[0] = {}) => fromEnv(init);
export const credentialsWillNeedRefresh = () => false;
export const credentialsTreatedAsExpired = () => false;
