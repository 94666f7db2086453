import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toZip } from '../../scripts/template/to-zip.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What another implementation reads in it: name, mode, date and content of each file. */
const READ = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps([[i.filename, oct(i.external_attr >> 16), i.date_time[0], archive.read(i).hex()] for i in archive.infolist()]))
`;

describe('toZip()', () => {
  it('is as the format says, to the byte', () => {
    const zip = toZip([{ name: 'a', content: Buffer.from('hello') }]);

    expect(zip.toString('hex')).toBe(
      [
        '504b0304 1400 0008 0000 0000 2100 86a61036 05000000 05000000 0100 0000 61 68656c6c6f',
        '504b0102 1403 1400 0008 0000 0000 2100 86a61036 05000000 05000000 0100 0000 0000 0000 0000 0000a481 00000000 61',
        '504b0506 0000 0000 0100 0100 2f000000 24000000 0000',
      ]
        .join('')
        .replaceAll(' ', ''),
    );
  });

  it.skipIf(!hasPython)('is read by another implementation, whatever is in it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-zip-'));
    const file = join(folder, 'archive.zip');
    const files = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-zé]{1,9}\.[a-z]{1,3}$/),
        content: fc.uint8Array({ maxLength: 300 }),
      }),
      { selector: ({ name }) => name, maxLength: 4 },
    );
    try {
      fc.assert(
        fc.property(files, (given) => {
          writeFileSync(
            file,
            toZip(given.map(({ name, content }) => ({ name, content: Buffer.from(content) }))),
          );
          const { stdout, stderr } = spawnSync('python3', ['-c', READ, file], { encoding: 'utf8' });

          expect(stderr).toBe('');
          expect(JSON.parse(stdout)).toEqual(
            given.map(({ name, content }) => [name, '0o100644', 1980, Buffer.from(content).toString('hex')]),
          );
        }),
        { numRuns: 10 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
