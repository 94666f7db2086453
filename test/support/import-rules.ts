/** What each folder may import, and the few that are the exception by name. */

/**
 * By folder or file; the longest name that fits a file counts. It may import what is below its own name, and what
 * begins with one of these: packages by name, files by path. Who is not in the list of another is not imported by it.
 */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  contract: ['valibot'],

  // A run in stages: what is read is judged, what was judged is published, remembered and told.
  'lambda/model': ['contract/'],
  'lambda/judge': ['contract/', 'lambda/model/'],
  'lambda/read': [
    'contract/',
    'lambda/model/',
    'lambda/timing.ts',
    'lambda/sockets.ts',
    'lambda/map-concurrently.ts',
    'lambda/redact.ts',
    'lambda/run-errors.ts',
    'lambda/run-time.ts',
    'valibot',
    'node:http',
    'node:https',
    'node:util',
  ],
  'lambda/publish': ['contract/', 'lambda/model/', 'lambda/judge/', '@aws-sdk/client-cloudwatch'],
  'lambda/remember': [
    'contract/',
    'lambda/model/',
    'lambda/timing.ts',
    'valibot',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/util-dynamodb',
    'node:crypto',
    'node:util',
    'node:zlib',
  ],
  'lambda/notify': [
    'contract/',
    'lambda/model/',
    'lambda/judge/',
    'lambda/redact.ts',
    'lambda/run-errors.ts',
    'valibot',
    '@aws-sdk/client-eventbridge',
    '@aws-sdk/client-sns',
  ],
  'lambda/timing.ts': [],
  'lambda/map-concurrently.ts': [],
  'lambda/run-errors.ts': [],
  'lambda/redact.ts': [],
  'lambda/log.ts': ['lambda/redact.ts', 'lambda/run-errors.ts'],
  'lambda/run-time.ts': ['lambda/timing.ts'],
  'lambda/sockets.ts': ['node:http', 'node:https'],
  'lambda/environment-credentials.ts': ['@aws-sdk/credential-provider-env'],
  'lambda/config.ts': ['contract/', 'lambda/model/', 'lambda/read-settings.ts', 'valibot'],
  'lambda/join-shards.ts': ['contract/', 'lambda/'],
  'lambda/read-settings.ts': ['contract/'],
  'lambda/run-log.ts': ['contract/', 'lambda/'],
  'lambda/log-states.ts': ['contract/', 'lambda/'],
  'lambda/log-sessions.ts': ['lambda/'],
  'lambda/ask-sessions.ts': ['contract/', 'lambda/'],
  'lambda/save-rows.ts': ['lambda/'],
  'lambda/wiring.ts': ['contract/', 'lambda/'],
  'lambda/run.ts': ['contract/', 'lambda/'],
  'lambda/handler.ts': ['contract/', 'lambda/', '@aws-sdk/client-', 'aws-lambda', 'node:'],

  infra: ['contract/', 'valibot', '@valibot/to-json-schema', 'aws-cdk-lib', 'constructs', 'node:'],
  cli: ['contract/', 'lambda/', 'local/', 'valibot', '@aws-sdk/client-', 'node:'],
  local: [
    'contract/',
    'lambda/',
    'valibot',
    '@aws-sdk/client-dynamodb',
    'abstract-level',
    'dynalite',
    'fauxqs',
    'fast-check',
    'esbuild',
    'node:',
  ],
  'local/page/browser': [
    'contract/',
    'local/page/page-model.ts',
    'local/page/api-faults.ts',
    'local/page/command.ts',
    'local/page/scenario-words.ts',
    'uplot',
  ],

  bench: [
    'contract/',
    'lambda/',
    'infra/',
    'local/',
    'valibot',
    '@aws-sdk/',
    'aws-cdk-lib',
    'esbuild',
    'fast-check',
    'node:',
  ],
  scripts: [
    'contract/',
    'lambda/',
    'infra/',
    'local/',
    'valibot',
    '@valibot/to-json-schema',
    'esbuild',
    'playwright-core',
    '@sparticuz/chromium',
    'aws-cdk-lib',
    'node:',
  ],
  test: ['contract/', 'lambda/', 'infra/', 'cli/', 'local/', 'bench/', 'scripts/', 'node:'],
};

/** To be moved: each line is removed with the import it names. */
export const PENDING_IMPORTS: readonly string[] = [];

/** To be turned round: without these there is no circle. */
export const PENDING_CIRCLES: readonly string[] = [];

/** To be renamed: each is removed when only one file has the name. */
export const PENDING_NAMES: readonly string[] = [];
