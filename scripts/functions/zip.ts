/**
 * A zip archive of files, the same bytes for the same files: Lambda takes nothing else, and a time or an owner in it would
 * make each build another one. (PKWARE APPNOTE.TXT, sections 4.3 and 4.4.)
 */
import { crc32, deflateRawSync } from 'node:zlib';

/** Beyond it the format needs its 64-bit extension, and Lambda takes no archive of such a size. */
const largest = 0xffffffff;
/** 1980-01-01 00:00, the earliest that the format knows. */
const date = 0x21;
const utf8Names = 0x800;
const deflated = 8;
const version = 20;
/** Made on Unix; a regular file, rw-r--r--: Lambda runs as another user than the owner. */
const madeBy = (3 << 8) | version;
const mode = 0o100644;

export const zip = (files: ReadonlyMap<string, Uint8Array>): Uint8Array => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, body] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(body, { level: 9 });
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(version, 0);
    shared.writeUInt16LE(utf8Names, 2);
    shared.writeUInt16LE(deflated, 4);
    shared.writeUInt16LE(0, 6);
    shared.writeUInt16LE(date, 8);
    shared.writeUInt32LE(crc32(body), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(body.length, 18);
    shared.writeUInt16LE(bytes.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), shared, bytes, packed);
    const maker = Buffer.alloc(2);
    maker.writeUInt16LE(madeBy);
    const rest = Buffer.alloc(14);
    // No comment, disk 0, no internal attributes.
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), maker, shared, rest, bytes);
    offset += 4 + shared.length + bytes.length + packed.length;
    if (offset > largest) throw new RangeError('the archive is larger than 4 GiB');
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
};
