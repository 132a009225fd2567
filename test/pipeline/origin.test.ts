import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fileOrigin } from '#pipeline/origin.ts';

const folders: string[] = [];
const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'plumbline-origin-'));
  folders.push(made);
  return made;
};

afterEach(async () => {
  for (const made of folders.splice(0)) await rm(made, { recursive: true, force: true });
});

const git = (at: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', at, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

describe('the origin of a file', () => {
  it('is its hash alone outside a work tree', async () => {
    const file = join(await folder(), 'plumbline.yaml');
    await writeFile(file, 'estate: a\n');
    const sha256 = hash('sha256', 'estate: a\n', 'hex');
    expect(await fileOrigin(file)).toEqual({ sha256, commit: 'none', dirty: false });
  });

  it('is the commit in a work tree, and dirty once it differs from it', async () => {
    const at = await folder();
    const file = join(at, 'plumbline.yaml');
    git(at, 'init', '-q');
    await writeFile(file, 'estate: a\n');
    expect(await fileOrigin(file)).toMatchObject({ commit: 'none' });
    git(at, 'add', '.');
    git(at, 'commit', '-q', '-m', 'first');
    const commit = git(at, 'rev-parse', 'HEAD');
    expect(await fileOrigin(file)).toMatchObject({ commit, dirty: false });
    await writeFile(file, 'estate: b\n');
    expect(await fileOrigin(file)).toMatchObject({ commit, dirty: true });
    git(at, 'add', '.');
    expect(await fileOrigin(file)).toMatchObject({ commit, dirty: true });
  });

  it('is dirty for a file that Git does not know, ignored ones included', async () => {
    const at = await folder();
    git(at, 'init', '-q');
    await writeFile(join(at, '.gitignore'), 'plumbline.yaml\n');
    git(at, 'add', '.');
    git(at, 'commit', '-q', '-m', 'first');
    const file = join(at, 'plumbline.yaml');
    await writeFile(file, 'estate: a\n');
    expect(await fileOrigin(file)).toMatchObject({ dirty: true });
  });

  it('hashes what was read, not what lies there now', async () => {
    const file = join(await folder(), 'plumbline.yaml');
    await writeFile(file, 'estate: b\n');
    const sha256 = hash('sha256', 'estate: a\n', 'hex');
    expect(await fileOrigin(file, Buffer.from('estate: a\n'))).toMatchObject({ sha256 });
  });
});
