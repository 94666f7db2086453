/** What the SDK needs to sign a request that nobody checks. */
export const STAND_IN_REGION = 'us-east-1';
export const STAND_IN_CREDENTIALS = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
