import { describe, expect, it } from 'vitest';
import { formatDuration, formatInstant, secondsBetween } from '../../../lambda/model/human-words.ts';
import { cut, toAscii, toChatText, toId, toPlainText } from '../../../lambda/notify/clean-text.ts';
import { forceStopCommand, runbookLink, sessionLink } from '../../../lambda/notify/links.ts';
import { aContext, anAlert } from './an-alert.ts';

it.each([
  ['keeps plain text', 'nightly reports', 'nightly reports'],
  ['keeps other scripts', '夜间 😀', '夜间 😀'],
  ['joins forged lines', 'a\r\nb\u2028c\u0085d', 'a b c d'],
  ['drops bidi overrides and bells', 'a\u202eb\u0007c', 'a b c'],
  ['drops half of a pair', 'a\ud83d', 'a'],
  ['cuts', 'a'.repeat(30), `${'a'.repeat(17)}...`],
])('toPlainText() %s', (_, text, expected) => {
  expect(toPlainText(text, 20)).toBe(expected);
});

it('cut() splits no pair', () => {
  expect(cut('ab😀😀😀', 6)).toBe('ab...');
});

it('toAscii() drops accents and marks what it cannot show', () => {
  expect(toAscii('Größe é 夜\n', 99)).toBe('Gro?e e ?');
});

it('toId() leaves nothing that a shell, a URL or a chat reads', () => {
  expect(toId('env_a-1.b:c$(x) <y>')).toBe('env_a-1.b:c??x???y?');
});

it('toChatText() replaces formatting and keeps underscores inside words', () => {
  expect(toChatText('*b* _i_ a_b <@U1> `c` [l](u) &amp; #h', 99)).toBe(
    '∗b∗ ˍiˍ a_b ‹＠U1› ˋcˋ ［l］(u) ＆amp; ＃h',
  );
});

it.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [1620, '27 min'],
  [3600, '1 h'],
  [7500, '2 h 5 min'],
  [86_400, '1 d'],
  [273_599, '3 d 3 h'],
  [-5, '0 s'],
])('formatDuration() %s s is %s', (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected);
});

it('formatInstant() is UTC to the minute', () => {
  expect(formatInstant(new Date('2026-11-24T17:15:59.999Z'))).toBe('2026-11-24 17:15 UTC');
});

it('secondsBetween() is never negative', () => {
  const [earlier, later] = [new Date('2026-11-24T17:15:00Z'), new Date('2026-11-24T17:15:30Z')];
  expect([secondsBetween(earlier, later), secondsBetween(later, earlier)]).toEqual([30, 0]);
});

describe('links', () => {
  it.each([
    [
      'a session',
      'sess_1',
      'https://qoder.com/cloud/sessions/{id}',
      'https://qoder.com/cloud/sessions/sess_1',
    ],
    ['no session', null, 'https://qoder.com/cloud/sessions/{id}', null],
    ['no console', 'sess_1', null, null],
    ['an id that is none', '../../admin', 'https://qoder.com/cloud/sessions/{id}', null],
    ['another scheme', 'sess_1', 'javascript:alert({id})', null],
    ['too long a link', 'sess_1', `https://example.com/${'x'.repeat(500)}/{id}`, null],
  ])('sessionLink() for %s', (_, sessionId, sessionUrl, link) => {
    expect(sessionLink(sessionId, { ...aContext, sessionUrl })).toBe(link);
  });

  it('runbookLink() points to the section of the condition', () => {
    expect(runbookLink(anAlert({ condition: 'work-bounced' }), aContext)).toBe(
      'https://example.com/runbook.md#work-bounced',
    );
  });
});

it('forceStopCommand() asks the workspace that the monitor asks, and is read by a shell as it is written', () => {
  const toCommand = (context: { readonly baseUrl?: string; readonly workspaceId?: string }) =>
    forceStopCommand('env_a', 'work_a', { ...aContext, ...context });

  expect(toCommand({})).not.toContain('workspace');
  expect(toCommand({ workspaceId: 'ws_1' })).toContain(`$QODER_PAT" -H 'qoder-workspace-id: ws_1' -H`);
  expect(toCommand({ baseUrl: "https://gateway.example/a'b/$(id)" })).toContain(
    `curl -X POST 'https://gateway.example/a'\\''b/$(id)/environments/env_a/work/work_a/stop' -H`,
  );
});
