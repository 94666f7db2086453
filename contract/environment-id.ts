/** What an environment id looks like: everything else is refused before a URL is made of it. */
import * as v from 'valibot';

/** Source: the ids of the API's environments. */
export const ENVIRONMENT_ID_PATTERN = /^env_[A-Za-z0-9_-]+$/;

export const environmentIdSchema = v.pipe(
  v.string('write an environment id such as "env_019e64e01a13"'),
  v.regex(ENVIRONMENT_ID_PATTERN, 'write an environment id: env_ followed by letters, digits, _ or -'),
);
