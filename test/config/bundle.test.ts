import { hash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { BundlePointer } from '#config/bundle.ts';
import {
  bundleKey,
  makeBundle,
  openBundle,
  pointerKey,
  readBundle,
  readPointer,
  refuseLocal,
  writeBundle,
} from '#config/bundle.ts';
import { parseConfiguration } from '#config/load.ts';
import { frameworks } from '#reports/frameworks/index.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';

const now = new Date('2026-11-25T06:00:00Z');
const origin = { sha256: 'a'.repeat(64), commit: 'b'.repeat(40), dirty: false };
const about = { configuration: origin, exceptions: origin, pushedAt: now.toISOString(), plumbline: '1.2.3' };
const texts = { configuration: { name: 'plumbline.yaml', text: 'estate: tideway\n' } };

let store: StoreDriver;
beforeEach(() => {
  store = memoryStore();
});

const push = (text: string): Promise<BundlePointer> =>
  writeBundle(store, makeBundle({ configuration: { name: 'plumbline.yaml', text } }), about);

describe('a bundle', () => {
  it('is read back as it was pushed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.option(fc.string()),
        fc.option(fc.string()),
        async (text, excepted, attested) => {
          const bundle = makeBundle({
            configuration: { name: 'plumbline.yaml', text },
            ...(excepted === null ? {} : { exceptions: { name: 'exceptions.yaml', text: excepted } }),
            ...(attested === null ? {} : { attestations: { name: 'attestations.yaml', text: attested } }),
          });
          const { hash: pushed } = await writeBundle(store, bundle, about);
          expect((await readPointer(store)).hash).toBe(pushed);
          expect((await readBundle(store, pushed)).texts).toEqual(bundle.texts);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has the hash of its content: another commit changes nothing, a letter does', () => {
    expect(makeBundle(texts).hash).toBe(makeBundle({ ...texts }).hash);
    expect(
      makeBundle({ configuration: { name: 'plumbline.yaml', text: 'estate: Tideway\n' } }).hash,
    ).not.toBe(makeBundle(texts).hash);
  });

  it('has the same hash in whatever order its files are named', () => {
    const exceptions = { name: 'exceptions.yaml', text: '' };
    const attestations = { name: 'attestations.yaml', text: '' };
    expect(makeBundle({ attestations, exceptions, ...texts }).hash).toBe(
      makeBundle({ ...texts, exceptions, attestations }).hash,
    );
    expect(makeBundle({ ...texts, attestations }).hash).not.toBe(makeBundle(texts).hash);
  });

  it('stays when the next is pushed, for the scan that is under way', async () => {
    const first = await push('estate: first\n');
    await push('estate: second\n');
    expect((await readBundle(store, first.hash)).texts.configuration.text).toBe('estate: first\n');
  });

  it('says what its files say', () => {
    const { configuration, exceptions } = openBundle(
      makeBundle(texts),
      { checks: allChecks, frameworks },
      now,
    );
    expect(configuration.estate).toBe('tideway');
    expect(exceptions.entries).toEqual([]);
  });

  it('with a key that nobody knows is refused with its line', () => {
    const wrong = makeBundle({ configuration: { name: 'plumbline.yaml', text: 'estat: tideway\n' } });
    expect(() => openBundle(wrong, { checks: allChecks, frameworks }, now)).toThrow(
      "plumbline.yaml line 1: unknown key 'estat', did you mean 'estate'?",
    );
  });

  it('with exceptions that are none is refused with their file', () => {
    const wrong = makeBundle({ ...texts, exceptions: { name: 'accepted.yaml', text: 'not a list' } });
    expect(() => openBundle(wrong, { checks: allChecks, frameworks }, now)).toThrow(/^accepted\.yaml:1:1: /);
  });

  it('with attestations that are none is refused with their file', () => {
    const wrong = makeBundle({ ...texts, attestations: { name: 'attested.yaml', text: '- framework: x' } });
    expect(() => openBundle(wrong, { checks: allChecks, frameworks }, now)).toThrow(
      /^attested\.yaml:1:\d+: /,
    );
  });

  it.each(['aws: {profile: mine}', 'aws: {caFile: ca.pem}', 'azure: {caFile: ca.pem}'])(
    'that says %s means this machine, and is refused',
    (text) => {
      expect(() => refuseLocal(parseConfiguration(text, 'plumbline.yaml'), 'plumbline.yaml')).toThrow(
        /^plumbline\.yaml: '\w+\.\w+' can't be pushed: .*\. Remove the key\.$/,
      );
    },
  );
});

describe('a store without a usable bundle', () => {
  it('says how to push one', async () => {
    await expect(readPointer(store)).rejects.toThrow(/no configuration is in .* yet: run `plumbline push`/);
  });

  it.each([
    ['not JSON', 'it is not JSON'],
    ['{"format":1}', 'it does not hold what `plumbline push` writes'],
    ['{"format":2}', 'was pushed by a newer version of Plumbline'],
    [JSON.stringify({ format: 1, hash: '../../x', ...about }), 'it does not hold'],
  ])('names the pointer %s', async (text, said) => {
    await store.write(pointerKey, Buffer.from(text));
    await expect(readPointer(store)).rejects.toThrow(said);
  });

  it('does not pass over a file that it does not know', async () => {
    const bytes = Buffer.from(
      JSON.stringify({ format: 1, ...texts, zones: { name: 'zones.yaml', text: '' } }),
    );
    const contentHash = hash('sha256', bytes, 'hex');
    await store.write(bundleKey(contentHash), bytes);
    await expect(readBundle(store, contentHash)).rejects.toThrow(
      'it does not hold what `plumbline push` writes',
    );
  });

  it('does not take for a bundle what was changed in the store', async () => {
    const { hash } = await push('estate: first\n');
    const bytes = Buffer.from((await store.read(bundleKey(hash))) ?? []);
    await store.write(bundleKey(hash), Buffer.from(bytes.toString().replace('first', 'other')));
    await expect(readBundle(store, hash)).rejects.toThrow('its content is not its hash');
    await store.delete(bundleKey(hash));
    await expect(readBundle(store, hash)).rejects.toThrow('it is not there');
  });
});
