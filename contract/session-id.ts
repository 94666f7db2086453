/** What a session id looks like: of everything else no URL is made. */

/** Source: the ids of the API's sessions. */
export const SESSION_ID_PATTERN = /^sess_[A-Za-z0-9_-]{1,200}$/;
