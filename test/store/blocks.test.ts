import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorruptFileError, NewerFormatError, readRows, writeRows } from '#store/blocks.ts';
import { MissingKeyError } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';

const key = 'scans/a/findings';

const stored = async (rows: readonly unknown[]) => {
  const store = memoryStore();
  await writeRows(store, key, rows);
  return { store, bytes: Buffer.from((await store.read(key)) ?? []) };
};

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `row-${index}`, index }));

describe('rows in blocks', () => {
  it('come back as they were, in their order, over several blocks', async () => {
    const rows = numbered(10_000);
    const { store } = await stored(rows);
    expect(await Array.fromAsync(readRows(store, key))).toEqual(rows);
  });

  it('come back whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 50 }), async (rows) => {
        const { store } = await stored(rows);
        // JSON itself knows no -0.
        expect(await Array.fromAsync(readRows(store, key))).toEqual(JSON.parse(JSON.stringify(rows)));
      }),
      { numRuns: 50 },
    );
  });

  it('keep line feeds, separators and lone surrogates apart from the lines', async () => {
    const rows = [{ name: 'a\nb\r\u2028c\u0000' }, { name: 'lone\ud800' }, 'text', null];
    const { store } = await stored(rows);
    expect(await Array.fromAsync(readRows(store, key))).toEqual(rows);
  });

  it('may be none', async () => {
    const { store } = await stored([]);
    expect(await Array.fromAsync(readRows(store, key))).toEqual([]);
  });

  it('may be giants: a block is closed by its size, too', async () => {
    const giant = { name: 'x'.repeat(3 * 1024 * 1024) };
    const { store } = await stored([giant, giant, giant]);
    expect(await Array.fromAsync(readRows(store, key))).toHaveLength(3);
  });

  it('are written once and counted', async () => {
    expect(await writeRows(memoryStore(), key, numbered(4097))).toBe(4097);
  });

  it('end the stream below them when the reader has enough', async () => {
    const { store } = await stored(numbered(20_000));
    let ended = false;
    const watched = {
      ...store,
      async *stream(name: string) {
        try {
          yield* store.stream(name);
        } finally {
          ended = true;
        }
      },
    };
    for await (const row of readRows<{ index: number }>(watched, key)) {
      expect(row.index).toBe(0);
      break;
    }
    expect(ended).toBe(true);
  });
});

describe('a damaged file', () => {
  it('is never read as if it were whole: any byte changed', async () => {
    const rows = numbered(200);
    const { bytes } = await stored(rows);
    const newer = (error: unknown): boolean => error instanceof NewerFormatError;
    for (let place = 0; place < bytes.length; place += 1) {
      const store = memoryStore();
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 0x10;
      await store.write(key, changed);
      const outcome = await Array.fromAsync(readRows(store, key)).catch((error: unknown) => error);
      expect(outcome instanceof CorruptFileError || newer(outcome), `byte ${place}`).toBe(true);
    }
  });

  it('is never read as if it were whole: cut anywhere', async () => {
    const { bytes } = await stored(numbered(5000));
    for (let length = 0; length < bytes.length; length += length < 200 ? 1 : 97) {
      const store = memoryStore();
      await store.write(key, bytes.subarray(0, length));
      await expect(Array.fromAsync(readRows(store, key)), `${length} bytes`).rejects.toThrow(
        CorruptFileError,
      );
    }
  });

  it('is never read as if it were whole: a block missing in the middle', async () => {
    const { bytes } = await stored(numbered(9000));
    const start = bytes.indexOf(10) + 1;
    const length = 12 + bytes.readUInt32BE(start);
    const store = memoryStore();
    await store.write(key, Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)]));
    await expect(Array.fromAsync(readRows(store, key))).rejects.toThrow(
      /the end mark counts 9000 rows, the file holds 4904/,
    );
  });

  it('is never read as if it were whole: two files joined', async () => {
    const { bytes } = await stored(numbered(3));
    const store = memoryStore();
    await store.write(key, Buffer.concat([bytes, bytes]));
    await expect(Array.fromAsync(readRows(store, key))).rejects.toThrow(/bytes follow the end mark/);
  });

  it('is named, with the block and what to do', async () => {
    const { bytes } = await stored(numbered(9000));
    const second = bytes.indexOf(10) + 1 + 12 + bytes.readUInt32BE(bytes.indexOf(10) + 1);
    bytes[second + 40] = (bytes[second + 40] ?? 0) ^ 1;
    const store = memoryStore();
    await store.write(key, bytes);
    await expect(Array.fromAsync(readRows(store, key))).rejects.toThrow(
      'scans/a/findings in memory is damaged: block 2: its checksum does not match; restore it from a backup, or scan again',
    );
  });

  it('does not make a reader ask for impossible memory', async () => {
    const { bytes } = await stored([1]);
    bytes.writeUInt32BE(0xffff_ffff, bytes.indexOf(10) + 1);
    const store = memoryStore();
    await store.write(key, bytes);
    await expect(Array.fromAsync(readRows(store, key))).rejects.toThrow(/its length is impossible/);
  });
});

describe('another file than expected', () => {
  it('is of a newer format: names both and says to upgrade', async () => {
    const store = memoryStore();
    await store.write(key, Buffer.from('{"plumbline":"rows","format":7}\n'));
    const reading = Array.fromAsync(readRows(store, key));
    await expect(reading).rejects.toThrow(NewerFormatError);
    await expect(reading).rejects.toThrow(
      /has format 7, and this version .* up to format 1: upgrade Plumbline/,
    );
  });

  for (const header of [
    '',
    '\n',
    '{}\n',
    '[]\n',
    'null\n',
    '{"plumbline":"rows","format":"1"}\n',
    'x'.repeat(500),
  ]) {
    it(`is no file of rows: ${JSON.stringify(header.slice(0, 40))}`, async () => {
      const store = memoryStore();
      await store.write(key, Buffer.from(header));
      await expect(Array.fromAsync(readRows(store, key))).rejects.toThrow(
        /header: it does not begin as a file of rows does/,
      );
    });
  }

  it('is not there', async () => {
    await expect(Array.fromAsync(readRows(memoryStore(), key))).rejects.toThrow(MissingKeyError);
  });
});
