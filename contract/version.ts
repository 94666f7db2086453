/** Which version this is: in the log, in messages and in the User-Agent. A test holds it to package.json. */
export const VERSION = '0.2.0';

/** Name of the package: what npx fetches, and how the monitor calls itself to the API. */
export const PACKAGE_NAME = 'qoder-work-queue-monitor';

export const USER_AGENT = `${PACKAGE_NAME}/${VERSION}`;
