/**
 * Lines out of a byte range of an NDJSON file: 64 KiB pieces, cut at the last newline and decoded once. Larger
 * pieces, a string per line out of the buffer, and Node's line readers are all slower.
 */
import { closeSync, openSync, readSync } from 'node:fs';

const chunkSize = 64 * 1024;
const newline = 0x0a;

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * A line belongs to the range in which its first byte lies, so ranges that touch cover each line once.
 *
 * @throws RangeError when a line is longer than a piece; generated ones are not.
 */
export const readLines = (file: string, range: ByteRange, onLine: (line: string) => void): void => {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(chunkSize);
    let position = range.start === 0 ? 0 : afterNewline(descriptor, buffer, range.start - 1);
    while (position < range.end) {
      const read = readSync(descriptor, buffer, 0, chunkSize, position);
      if (read === 0) return;
      // The line that straddles the end of the range is ours to its newline, and nothing after it.
      const piece = buffer.subarray(0, read);
      const ours = position + read > range.end ? piece.indexOf(newline, range.end - 1 - position) : -1;
      const last = ours === -1 ? piece.lastIndexOf(newline) : ours;
      if (last === -1) throw new RangeError(`a line at byte ${position} is longer than ${chunkSize}`);
      for (const line of buffer.toString('utf8', 0, last).split('\n')) onLine(line);
      position += last + 1;
    }
  } finally {
    closeSync(descriptor);
  }
};

const afterNewline = (descriptor: number, buffer: Buffer, from: number): number => {
  const read = readSync(descriptor, buffer, 0, chunkSize, from);
  const at = buffer.subarray(0, read).indexOf(newline);
  if (at === -1) throw new RangeError(`a line at byte ${from} is longer than ${chunkSize}`);
  return from + at + 1;
};

/** Ranges of about the same size; `pieces` of them. */
export const splitBytes = (size: number, pieces: number): readonly ByteRange[] =>
  Array.from({ length: pieces }, (_, index) => ({
    start: Math.floor((size * index) / pieces),
    end: Math.floor((size * (index + 1)) / pieces),
  }));
