import { describe, expect, it } from 'vitest';
import { judgeAudit } from '../../scripts/audit/judge-audit.ts';

describe('judgeAudit()', () => {
  it('is clean without vulnerabilities', () => {
    expect(judgeAudit('{"auditReportVersion":2,"vulnerabilities":{},"metadata":{}}')).toEqual({
      isClean: true,
      text: 'audit: no known vulnerabilities',
    });
  });

  it('names each vulnerable package with its reason', () => {
    const vulnerabilities = {
      deep: { severity: 'high', via: [{ title: 'Prototype pollution', url: 'https://example.com' }] },
      top: { severity: 'high', via: ['deep'] },
    };

    expect(judgeAudit(JSON.stringify({ vulnerabilities }))).toEqual({
      isClean: false,
      text: 'audit: 2 vulnerable packages\n  deep (high): Prototype pollution\n  top (high): through deep',
    });
  });

  it.each([
    ['refuses', '{"message":"405 Method Not Allowed","error":{"summary":""}}', '405 Method Not Allowed'],
    [
      'cannot be reached',
      '{"error":{"code":"ENOTFOUND","summary":"getaddrinfo ENOTFOUND"}}',
      'getaddrinfo ENOTFOUND',
    ],
    ['answers something else', '<html>', '<html>'],
    ['is not asked in time', '', 'npm printed nothing'],
  ])('fails nothing when the registry %s, and says so', (_name, output, reason) => {
    expect(judgeAudit(output)).toEqual({
      isClean: true,
      text: `audit: the registry gave no answer, so nothing is known of vulnerabilities: ${reason}`,
    });
  });
});
