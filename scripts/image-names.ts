/** Which images docs/images holds: each is written by `npm run screenshots`, and the dashboard by `npm run dashboard-image`. */

export const COLOR_SCHEMES = ['light', 'dark'] as const;

/** Tabs of an alert, by what the page calls them. */
export const PROTOCOLS = { mail: 'Mail', chat: 'Chat card', sms: 'SMS', json: 'JSON' } as const;

export const IMAGE_NAMES: readonly string[] = [
  ...COLOR_SCHEMES.map((scheme) => `page-${scheme}.png`),
  'metrics.png',
  'dashboard.png',
  ...Object.keys(PROTOCOLS).map((name) => `alert-${name}.png`),
];
