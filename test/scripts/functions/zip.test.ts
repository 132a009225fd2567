import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unzip } from '#test/support/scheduled/unzip.ts';
import { zip } from '../../../scripts/functions/zip.ts';

const name = fc.stringMatching(/^[a-zäß0-9_-]{1,12}(\/[a-z0-9.]{1,12})?$/);

describe('an archive', () => {
  it('holds the files that were put into it', () => {
    fc.assert(
      fc.property(fc.dictionary(name, fc.uint8Array({ maxLength: 2_000 })), (files) => {
        const entries = Object.entries(files);
        const read = unzip(Buffer.from(zip(new Map(entries))));
        expect(new Map([...read].map(([file, body]) => [file, new Uint8Array(body)]))).toEqual(
          new Map(entries.map(([file, body]) => [file, new Uint8Array(body)])),
        );
      }),
    );
  });

  it('is the same for the same files, in whatever order they come', () => {
    const [a, b] = [Buffer.from('one'), Buffer.from('two')];
    expect(
      zip(
        new Map([
          ['a', a],
          ['b', b],
        ]),
      ),
    ).toEqual(
      zip(
        new Map([
          ['b', b],
          ['a', a],
        ]),
      ),
    );
  });

  it('that was changed is found out by whoever unpacks it', () => {
    const archive = Buffer.from(zip(new Map([['a', Buffer.from('a'.repeat(100))]])));
    const at = archive.indexOf('PK\x01\x02', 0, 'latin1') + 16;
    archive.writeUInt8(archive.readUInt8(at) ^ 1, at);
    expect(() => unzip(archive)).toThrow('a is damaged');
  });
});
