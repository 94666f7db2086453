import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toZip } from '../../scripts/template/to-zip.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What another implementation reads in each archive: name, mode, date and content of each file. */
const READ = `
import json, sys, zipfile
for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        print(json.dumps([[i.filename, oct(i.external_attr >> 16), i.date_time[0], archive.read(i).hex()] for i in archive.infolist()]))
`;
/** Read by one process: to start it takes longer than to read all of them. */
const ARCHIVE_COUNT = 10;

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
    const files = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-zé]{1,9}\.[a-z]{1,3}$/),
        content: fc.uint8Array({ maxLength: 300 }),
      }),
      { selector: ({ name }) => name, maxLength: 4 },
    );
    const archives = fc.array(files, { minLength: ARCHIVE_COUNT, maxLength: ARCHIVE_COUNT });
    try {
      fc.assert(
        fc.property(archives, (all) => {
          const paths = all.map((given, index) => {
            const path = join(folder, `${index}.zip`);
            writeFileSync(
              path,
              toZip(given.map(({ name, content }) => ({ name, content: Buffer.from(content) }))),
            );
            return path;
          });
          const { stdout, stderr } = spawnSync('python3', ['-c', READ, ...paths], { encoding: 'utf8' });

          expect(stderr).toBe('');
          expect(
            stdout
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line)),
          ).toEqual(
            all.map((given) =>
              given.map(({ name, content }) => [
                name,
                '0o100644',
                1980,
                Buffer.from(content).toString('hex'),
              ]),
            ),
          );
        }),
        { numRuns: 1 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
