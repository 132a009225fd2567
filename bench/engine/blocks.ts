/** Rows as they are stored: compressed blocks of 4,096 lines, each behind its length, so that none outlives its block. */
import { constants, zstdCompressSync } from 'node:zlib';

const linesPerBlock = 4_096;

export class BlockWriter {
  readonly #sink: (block: Uint8Array) => void;
  #lines: string[] = [];

  constructor(sink: (block: Uint8Array) => void) {
    this.#sink = sink;
  }

  add(line: string): void {
    if (this.#lines.push(line) === linesPerBlock) this.flush();
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    const body = zstdCompressSync(`${this.#lines.join('\n')}\n`, {
      params: { [constants.ZSTD_c_compressionLevel]: 1 },
    });
    const length = Buffer.alloc(4);
    length.writeUInt32LE(body.length);
    this.#lines = [];
    this.#sink(length);
    this.#sink(body);
  }
}
