import { expect, it } from 'vitest';
import { sessionUrlTemplate } from '../../../lambda/notify/session-url.ts';

const INTERNATIONAL = 'https://qoder.com/cloud/sessions/{id}';
const OWN = 'https://console.example/{id}';

it.each([
  [undefined, 'https://api.qoder.com/api/v1/cloud', INTERNATIONAL],
  [undefined, 'https://api.qoder.com/api/v2/cloud', INTERNATIONAL],
  [undefined, 'https://api.qoder.com.cn/api/v1/cloud', null],
  [undefined, 'http://127.0.0.1:4000/api/v1/cloud', null],
  [OWN, 'https://api.qoder.com/api/v1/cloud', OWN],
  [OWN, 'https://api.qoder.com.cn/api/v1/cloud', OWN],
])('sessionUrlTemplate() with %s configured, for %s, is %s', (configured, baseUrl, template) => {
  expect(sessionUrlTemplate(configured, new URL(baseUrl))).toBe(template);
});
