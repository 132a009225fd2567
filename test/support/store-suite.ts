/** What every store driver must do. Run it with a maker of empty stores; stores of one maker may share a place. */
import { describe, expect, it } from 'vitest';
import type { StoreDriver } from '#store/driver.ts';
import { MissingKeyError } from '#store/driver.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const text = (body: Uint8Array | undefined): string | undefined =>
  body === undefined ? undefined : Buffer.from(body).toString('utf8');

const collect = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(chunks));

async function* chunksOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}

const size = 8 * 1024 * 1024;
const large = (): Buffer => {
  const body = Buffer.allocUnsafe(size);
  // Not periodic in any power of two, so that chunks put together in the wrong order show.
  for (let index = 0; index < size; index += 1) body[index] = (index * 31 + Math.floor(index / 251)) % 256;
  return body;
};

export const describeStoreDriver = (name: string, make: () => StoreDriver | Promise<StoreDriver>): void => {
  describe(`store driver ${name}`, () => {
    it('reads back what was written', async () => {
      const store = await make();
      await store.write('scans/a/findings', bytes('one'));
      expect(text(await store.read('scans/a/findings'))).toBe('one');
    });

    it('keeps any bytes, also none', async () => {
      const store = await make();
      const body = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store.write('all', body);
      await store.write('none', new Uint8Array());
      await store.write('words', bytes('名前 \u0000 \u2028 👷'));
      expect(Buffer.from((await store.read('all')) ?? [])).toEqual(Buffer.from(body));
      expect((await store.read('none'))?.length).toBe(0);
      expect(text(await store.read('words'))).toBe('名前 \u0000 \u2028 👷');
    });

    it('says undefined where nothing is', async () => {
      const store = await make();
      await store.write('scans/a/findings', bytes('one'));
      expect(await store.read('scans/b')).toBeUndefined();
      expect(await store.read('scans/a')).toBeUndefined();
      expect(await store.read('scans/a/findings/deeper')).toBeUndefined();
    });

    it('throws MissingKeyError where a stream finds nothing', async () => {
      const store = await make();
      await expect(collect(store.stream('scans/none'))).rejects.toThrow(MissingKeyError);
      await expect(collect(store.stream('scans/none'))).rejects.toThrow(/scans\/none/);
    });

    it('replaces what was there', async () => {
      const store = await make();
      await store.write('a', bytes('a longer text'));
      await store.write('a', bytes('short'));
      expect(text(await store.read('a'))).toBe('short');
    });

    it('does not share memory with what it was given or gives', async () => {
      const store = await make();
      const body = bytes('one');
      await store.write('a', body);
      body[0] = 0;
      const read = await store.read('a');
      if (read !== undefined) read[0] = 1;
      expect(text(await store.read('a'))).toBe('one');
    });

    it('writes and reads large streams', async () => {
      const store = await make();
      const body = large();
      await store.write(
        'large',
        chunksOf(body.subarray(0, 5), body.subarray(5, 3_000_001), body.subarray(3_000_001)),
      );
      const read = await collect(store.stream('large'));
      expect(read.equals(body)).toBe(true);
    });

    it('lets a stream be given up', async () => {
      const store = await make();
      await store.write('large', large());
      for await (const chunk of store.stream('large')) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      await store.delete('large');
      expect(await store.read('large')).toBeUndefined();
    });

    it('leaves what was there when a stream breaks off', async () => {
      const store = await make();
      await store.write('a', bytes('whole'));
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield bytes('half');
        throw new Error('the source is gone');
      }
      await expect(store.write('a', broken())).rejects.toThrow('the source is gone');
      await expect(store.write('b', broken())).rejects.toThrow('the source is gone');
      expect(text(await store.read('a'))).toBe('whole');
      expect(await store.list('')).toEqual(['a']);
    });

    it('creates only where nothing is', async () => {
      const store = await make();
      expect(await store.createIfAbsent('m/1', bytes('first'))).toBe(true);
      expect(await store.createIfAbsent('m/1', bytes('second'))).toBe(false);
      expect(text(await store.read('m/1'))).toBe('first');
      await store.delete('m/1');
      expect(await store.createIfAbsent('m/1', bytes('third'))).toBe(true);
    });

    it('lets one of many racing writers create', async () => {
      const store = await make();
      for (let round = 0; round < 10; round += 1) {
        const writers = Array.from({ length: 8 }, (_, index) =>
          store.createIfAbsent(`m/${round}`, bytes(`writer ${index}`)),
        );
        const won = await Promise.all(writers);
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(text(await store.read(`m/${round}`))).toBe(`writer ${won.indexOf(true)}`);
      }
    });

    it('shows racing readers whole bodies only', async () => {
      const store = await make();
      const bodies = ['a', 'b'].map((letter) => bytes(letter.repeat(200_000)));
      await store.write('a', bodies[0] ?? bytes(''));
      const writing = (async () => {
        for (let round = 0; round < 20; round += 1) await store.write('a', bodies[round % 2] ?? bytes(''));
      })();
      for (let round = 0; round < 20; round += 1) {
        const body = text(await store.read('a')) ?? '';
        expect(body.length).toBe(200_000);
        expect(new Set(body).size).toBe(1);
      }
      await writing;
    });

    it('lists keys below a prefix by UTF-16 code unit', async () => {
      const store = await make();
      for (const key of ['m/10', 'm/9', 'm/A', 'm/a', 'm/_', 'm/a.b/c', 'm-n', 'n/1']) {
        await store.write(key, bytes(key));
      }
      expect(await store.list('m/')).toEqual(['m/10', 'm/9', 'm/A', 'm/_', 'm/a', 'm/a.b/c']);
      expect(await store.list('m/a')).toEqual(['m/a', 'm/a.b/c']);
      expect(await store.list('m')).toEqual(['m-n', 'm/10', 'm/9', 'm/A', 'm/_', 'm/a', 'm/a.b/c']);
      expect(await store.list('nothing/here')).toEqual([]);
      expect(await store.list('')).toHaveLength(8);
    });

    it('deletes, and minds nothing that is gone', async () => {
      const store = await make();
      await store.write('scans/a/x', bytes('x'));
      await store.write('scans/a/y', bytes('y'));
      await store.delete('scans/a/x');
      await store.delete('scans/a/x');
      await store.delete('never/there');
      expect(await store.list('')).toEqual(['scans/a/y']);
    });

    for (const key of [
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '..',
      '../a',
      'a/../../b',
      './a',
      'a\\b',
      'a\0b',
      'ä',
      'a b',
      '~a',
    ]) {
      it(`refuses the key ${JSON.stringify(key)}`, async () => {
        const store = await make();
        await expect(store.write(key, bytes('x'))).rejects.toThrow(/no key of a store/);
        await expect(store.createIfAbsent(key, bytes('x'))).rejects.toThrow(/no key of a store/);
        await expect(store.read(key)).rejects.toThrow(/no key of a store/);
        await expect(collect(store.stream(key))).rejects.toThrow(/no key of a store/);
        await expect(store.delete(key)).rejects.toThrow(/no key of a store/);
      });
    }
  });
};
