import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FileStep } from '#store/files.ts';
import { filesStore } from '#store/files.ts';
import { StoreError } from '#store/store-error.ts';
import { describeStoreDriver } from '#test/support/store-suite.ts';

const folders: string[] = [];
const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'plumbline-store-'));
  folders.push(made);
  return join(made, 'store');
};

afterEach(async () => {
  for (const made of folders.splice(0)) {
    await chmod(made, 0o700).catch(() => undefined);
    await rm(made, { recursive: true, force: true });
  }
});

describeStoreDriver('files', async () => filesStore({ root: await folder() }));

const writer = join(import.meta.dirname, 'files-writer.ts');

const runWriter = (args: readonly string[]) => {
  const child = spawn(process.execPath, [writer, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const ended = new Promise<{ signal: string | null; code: number | null; output: string }>(
    (resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ signal, code, output }));
    },
  );
  return { child, ended };
};

describe('a writer that is killed', () => {
  const steps: readonly FileStep[] = ['opened', 'written', 'flushed', 'placed'];
  for (const step of steps) {
    it(`leaves the old body or the new one, never half: after '${step}' of a write`, async () => {
      const root = await folder();
      const store = filesStore({ root });
      await store.write('scans/a/findings', Buffer.from('old'));
      const { signal } = await runWriter(['killed', root, step, 'write']).ended;
      expect(signal).toBe('SIGKILL');
      const body = Buffer.from((await store.read('scans/a/findings')) ?? []).toString();
      expect(body).toBe(step === 'placed' ? 'new'.repeat(100_000) : 'old');
      expect(await store.list('')).toEqual(['scans/a/findings']);
    });

    it(`leaves nothing or the whole: after '${step}' of a create`, async () => {
      const root = await folder();
      const store = filesStore({ root });
      const { signal } = await runWriter(['killed', root, step, 'create']).ended;
      expect(signal).toBe('SIGKILL');
      const body = await store.read('manifests/1');
      if (step === 'placed') {
        expect(body?.length).toBe(300_000);
        expect(await store.createIfAbsent('manifests/1', Buffer.from('late'))).toBe(false);
      } else {
        expect(body).toBeUndefined();
        expect(await store.list('')).toEqual([]);
        expect(await store.createIfAbsent('manifests/1', Buffer.from('next'))).toBe(true);
      }
    });
  }

  it('has its unfinished file swept a day later, and not before', async () => {
    const root = await folder();
    await runWriter(['killed', root, 'written', 'write']).ended;
    const unfinished = join(root, 'unfinished~');
    await filesStore({ root }).write('a', Buffer.from('a'));
    expect(await readdir(unfinished)).toHaveLength(1);
    const [left = ''] = await readdir(unfinished);
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(join(unfinished, left), longAgo, longAgo);
    await filesStore({ root }).write('a', Buffer.from('a'));
    expect(await readdir(unfinished)).toEqual([]);
  });
});

describe('writers in several processes', () => {
  it('win each key once among them', async () => {
    const root = await folder();
    const names = ['a', 'b', 'c'];
    const racers = names.map((name) => runWriter(['race', root, name]));
    for (const { child } of racers) child.stdin.write('go');
    const ends = await Promise.all(racers.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    const won = ends.map(({ output }) => JSON.parse(output) as number[]);
    expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, round) => round));
    const store = filesStore({ root });
    for (const [index, rounds] of won.entries()) {
      for (const round of rounds) {
        const body = Buffer.from((await store.read(`manifests/${round}`)) ?? []).toString();
        expect(body).toBe(names[index]?.repeat(1000));
      }
    }
  });
});

describe('what goes wrong on a disk', () => {
  it('says what, where and how to mend it: a file stands where the folder should', async () => {
    const root = await folder();
    await mkdir(join(root, '..'), { recursive: true });
    await writeFile(root, 'in the way');
    const attempt = filesStore({ root }).write('scans/a', Buffer.from('x'));
    await expect(attempt).rejects.toThrow(StoreError);
    await expect(attempt).rejects.toThrow(root);
    await expect(attempt).rejects.toThrow(
      /can't write scans\/a: a file stands where a folder is needed; move it away/,
    );
  });

  it.skipIf(process.getuid?.() === 0)('says what, where and how to mend it: no permission', async () => {
    const root = await folder();
    const store = filesStore({ root });
    await store.write('a', Buffer.from('a'));
    await chmod(join(root, 'unfinished~'), 0o500);
    await expect(store.write('b', Buffer.from('b'))).rejects.toThrow(/permission is missing; give this user/);
    await chmod(join(root, 'unfinished~'), 0o700);
  });

  it('says that the disk is full, and leaves what was there', async () => {
    const root = await folder();
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const store = filesStore({
      root,
      onStep: (step, key) => {
        if (step === 'written' && key === 'a') throw full;
      },
    });
    await filesStore({ root }).write('a', Buffer.from('old'));
    await expect(store.write('a', Buffer.from('new'))).rejects.toThrow(
      /can't write a: the disk is full; free space/,
    );
    expect(Buffer.from((await store.read('a')) ?? []).toString()).toBe('old');
    expect(await readdir(join(root, 'unfinished~'))).toEqual([]);
  });
});

describe('what the store keeps from others', () => {
  it.skipIf(process.platform === 'win32')('is readable by its owner only', async () => {
    const root = await folder();
    await filesStore({ root }).write('scans/a', Buffer.from('x'));
    expect((await stat(root)).mode & 0o077).toBe(0);
    expect((await stat(join(root, 'scans'))).mode & 0o077).toBe(0);
    expect((await stat(join(root, 'scans/a'))).mode & 0o077).toBe(0);
  });

  it('does not list what is no key', async () => {
    const root = await folder();
    const store = filesStore({ root });
    await store.write('a', Buffer.from('a'));
    await writeFile(join(root, 'a~'), 'an editor was here');
    await writeFile(join(root, 'ä'), 'and a person');
    expect(await store.list('')).toEqual(['a']);
  });
});
