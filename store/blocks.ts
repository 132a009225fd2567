/**
 * Rows in a file: a line of JSON that names the format, then blocks of up to 4,096 lines of NDJSON, compressed with
 * zstd at level 1, each with its length, its checksum and its number of rows before it, then an end mark with the
 * number of all rows. So a reader holds one block at a time, and a changed, cut or joined file is found out and named.
 */
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { StoreDriver } from './driver.ts';

export const blocksFormat = 1;

/** Where reader and writer agree on a row's text. */
const header = `${JSON.stringify({ plumbline: 'rows', format: blocksFormat })}\n`;
const longestHeader = 200;
/** Big-endian: bytes of the compressed block, CRC-32 of them, rows in it. */
const frame = 12;

const mostRows = 4096;
/** A block is closed early at this many characters, so that giant rows don't make giant blocks. */
const mostText = 4 * 1024 * 1024;
/** Nothing that this module writes comes near; beyond it the length itself is corrupt. */
const mostBytes = 1024 * 1024 * 1024;

export class CorruptFileError extends Error {
  override readonly name = 'CorruptFileError';
  readonly key: string;
  /** From 1; 0 is the header. */
  readonly block: number;
  constructor(key: string, block: number, what: string, location: string, cause?: unknown) {
    super(
      `${key} in ${location} is damaged: ${block === 0 ? 'header' : `block ${block}`}: ${what}; restore it from a backup, or scan again`,
      { cause },
    );
    this.key = key;
    this.block = block;
  }
}

export class NewerFormatError extends Error {
  override readonly name = 'NewerFormatError';
  readonly key: string;
  constructor(key: string, theirs: number, ours: number, location: string) {
    super(
      `${key} in ${location} has format ${theirs}, and this version of Plumbline reads up to format ${ours}: upgrade Plumbline`,
    );
    this.key = key;
  }
}

/**
 * Writes rows in the order given; resolves to their number.
 *
 * @param most rows in one block: fewer where many files are read at once.
 */
export const writeRows = <T>(
  store: StoreDriver,
  key: string,
  rows: AsyncIterable<T> | Iterable<T>,
  most: number = mostRows,
): Promise<number> => writeText(store, key, rows, (row) => JSON.stringify(row), most);

/** As {@link writeRows}, of rows that are JSON already, each on one line. */
export const writeLines = (
  store: StoreDriver,
  key: string,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<number> => writeText(store, key, lines, (line) => line, mostRows);

const writeText = async <T>(
  store: StoreDriver,
  key: string,
  rows: AsyncIterable<T> | Iterable<T>,
  textOf: (row: T) => string,
  most: number,
): Promise<number> => {
  let total = 0;
  async function* encode(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(header);
    let lines: string[] = [];
    let size = 0;
    /** The block that the row fills, if it does. */
    const add = (row: T): Uint8Array | undefined => {
      const line = textOf(row);
      lines.push(line);
      size += line.length;
      total += 1;
      if (lines.length < most && size < mostText) return undefined;
      const block = encodeBlock(lines);
      lines = [];
      size = 0;
      return block;
    };
    // Awaiting each row of a list that is there already would cost more than writing it.
    if (Symbol.iterator in rows) {
      for (const row of rows) {
        const block = add(row);
        if (block !== undefined) yield block;
      }
    } else {
      for await (const row of rows) {
        const block = add(row);
        if (block !== undefined) yield block;
      }
    }
    if (lines.length > 0) yield encodeBlock(lines);
    yield encodeFrame(0, endChecksum(total), total);
  }
  await store.write(key, encode());
  return total;
};

const endChecksum = (rows: number): number => crc32(`end ${rows}`);

const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const encodeBlock = (lines: readonly string[]): Uint8Array => {
  const packed = zstdCompressSync(Buffer.from(lines.join('\n')), level);
  return Buffer.concat([encodeFrame(packed.length, crc32(packed), lines.length), packed]);
};

const encodeFrame = (length: number, checksum: number, rows: number): Buffer => {
  const bytes = Buffer.allocUnsafe(frame);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(checksum, 4);
  bytes.writeUInt32BE(rows, 8);
  return bytes;
};

/**
 * Streams the rows, one block in memory at a time. They are what {@link writeRows} was given, checked by checksum.
 *
 * @throws CorruptFileError, NewerFormatError, MissingKeyError
 */
export async function* readRows<T>(store: StoreDriver, key: string): AsyncGenerator<T> {
  for await (const block of readBlocks<T>(store, key)) yield* block;
}

/** As {@link readRows}, a block at a time. */
export async function* readBlocks<T>(store: StoreDriver, key: string): AsyncGenerator<readonly T[]> {
  const bytes = new ByteReader(store.stream(key));
  const corrupt = (block: number, what: string, cause?: unknown): CorruptFileError =>
    new CorruptFileError(key, block, what, store.location, cause);
  try {
    const format = headerFormat(await bytes.line(longestHeader));
    if (format === undefined) throw corrupt(0, 'it does not begin as a file of rows does');
    if (format > blocksFormat) throw new NewerFormatError(key, format, blocksFormat, store.location);
    let total = 0;
    for (let block = 1; ; block += 1) {
      const head = await bytes.take(frame);
      if (head === undefined) throw corrupt(block, 'the file ends before its end mark');
      const length = head.readUInt32BE(0);
      const rows = head.readUInt32BE(8);
      if (length === 0) {
        if (head.readUInt32BE(4) !== endChecksum(rows)) throw corrupt(block, 'its end mark is damaged');
        if (rows !== total) throw corrupt(block, `the end mark counts ${rows} rows, the file holds ${total}`);
        if ((await bytes.take(1)) !== undefined) throw corrupt(block, 'bytes follow the end mark');
        return;
      }
      if (length > mostBytes) throw corrupt(block, 'its length is impossible');
      const packed = await bytes.take(length);
      if (packed === undefined) throw corrupt(block, 'it is cut off');
      if (crc32(packed) !== head.readUInt32BE(4)) throw corrupt(block, 'its checksum does not match');
      const decoded = decode<T>(packed);
      if (!Array.isArray(decoded)) throw corrupt(block, 'it does not decompress into rows', decoded.cause);
      if (decoded.length !== rows) throw corrupt(block, `${rows} rows expected, ${decoded.length} there`);
      total += rows;
      yield decoded;
    }
  } finally {
    await bytes.close();
  }
}

const decode = <T>(packed: Uint8Array): T[] | { readonly cause: unknown } => {
  try {
    const text = zstdDecompressSync(packed, { maxOutputLength: mostBytes }).toString('utf8');
    return text.split('\n').map((line) => JSON.parse(line) as T);
  } catch (cause) {
    return { cause };
  }
};

const headerFormat = (line: string | undefined): number | undefined => {
  try {
    const parsed: unknown = JSON.parse(line ?? '');
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('plumbline' in parsed) || parsed.plumbline !== 'rows' || !('format' in parsed)) return undefined;
    const { format } = parsed;
    return typeof format === 'number' && Number.isInteger(format) && format >= 1 ? format : undefined;
  } catch {
    // No JSON: the caller names the file and says that its header is damaged.
    return undefined;
  }
};

/** Cuts a stream of chunks into pieces of a wanted length. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** `undefined` when fewer bytes are left. */
  async take(length: number): Promise<Buffer | undefined> {
    if (!(await this.#fill(length))) return undefined;
    const piece = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return piece;
  }

  /** Up to and without the next line feed; `undefined` when there is none within `most` bytes. */
  async line(most: number): Promise<string | undefined> {
    for (let length = 1; ; length = this.#held.length + 1) {
      const end = this.#held.indexOf(10);
      if (end !== -1 && end <= most) {
        const text = this.#held.toString('utf8', 0, end);
        this.#held = this.#held.subarray(end + 1);
        return text;
      }
      if (this.#held.length > most || !(await this.#fill(length))) return undefined;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #fill(length: number): Promise<boolean> {
    if (this.#held.length >= length) return true;
    const pieces = [this.#held];
    let size = this.#held.length;
    while (size < length) {
      const next = await this.#chunks.next();
      if (next.done === true) break;
      const piece = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
      pieces.push(piece);
      size += piece.length;
    }
    this.#held = Buffer.concat(pieces, size);
    return size >= length;
  }
}
