/**
 * A zip archive, the same bytes for the same files. They are stored as they are: what a compressor makes of them
 * changes with its version, and the function's code is half a megabyte. Source: PKWARE, APPNOTE.TXT 6.3.
 */
import { crc32 } from 'node:zlib';

export interface ZippedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** 1980-01-01 00:00, the earliest that the format knows. */
const DATE = 0x21;
const TIME = 0;
/** Version 2.0 of the format, which every reader knows. */
const VERSION_NEEDED = 20;
/** Made on Unix: so that a file's mode counts. */
const MADE_BY = (3 << 8) | VERSION_NEEDED;
/** Names are UTF-8. */
const FLAGS = 0x800;
/** A regular file; Lambda runs as another user, who must be able to read it. */
const MODE = 0o100644;

/** @param files in the order in which they shall stand */
export function toZip(files: readonly ZippedFile[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const local = Buffer.concat([toLocalHeader(file), Buffer.from(file.name), file.content]);
    entries.push(Buffer.concat([toEntryHeader(file, offset), Buffer.from(file.name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  return Buffer.concat([...locals, directory, toEnd(files.length, directory.length, offset)]);
}

/** What both headers say of a file. */
function toFacts({ name, content }: ZippedFile): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION_NEEDED, 0);
  facts.writeUInt16LE(FLAGS, 2);
  facts.writeUInt16LE(TIME, 6);
  facts.writeUInt16LE(DATE, 8);
  facts.writeUInt32LE(crc32(content), 10);
  facts.writeUInt32LE(content.length, 14);
  facts.writeUInt32LE(content.length, 18);
  facts.writeUInt16LE(Buffer.byteLength(name), 22);
  return facts;
}

const toLocalHeader = (file: ZippedFile): Buffer =>
  Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), toFacts(file)]);

function toEntryHeader(file: ZippedFile, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE((MODE << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  const madeBy = Buffer.from([MADE_BY & 0xff, MADE_BY >> 8]);
  return Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, toFacts(file), rest]);
}

function toEnd(count: number, directorySize: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(directorySize, 8);
  end.writeUInt32LE(directoryOffset, 12);
  return Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), end]);
}
