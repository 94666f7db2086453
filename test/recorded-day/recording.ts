/** The recording of the day, and how it is made anew: `node test/recorded-day/recording.ts`, where behaviour is meant to change. */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { playDay, type RecordedDay } from './play-day.ts';

const FILE = fileURLToPath(new URL('day.json.gz', import.meta.url));

export const readRecording = (): RecordedDay => JSON.parse(gunzipSync(readFileSync(FILE)).toString('utf8'));

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(FILE, gzipSync(JSON.stringify(await playDay()), { level: 9 }));
}
