import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '#cli/team-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-team-'));
});

afterEach(() => rm(folder, { recursive: true }));

const bits = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

describe('a file that people write by hand', () => {
  it('is replaced with its permissions, and nothing is left beside it', async () => {
    const file = join(folder, 'exceptions.yaml');
    await writeFile(file, 'before');
    await chmod(file, 0o640);
    await replaceFile(file, 'after');
    expect(await readFile(file, 'utf8')).toBe('after');
    expect(await bits(file)).toBe(0o640);
    expect(await readdir(folder)).toEqual(['exceptions.yaml']);
  });

  it('is made where it is not there, with its folder', async () => {
    const file = join(folder, 'security', 'exceptions.yaml');
    await replaceFile(file, 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
  });

  it('stays behind its link', async () => {
    await mkdir(join(folder, 'shared'));
    await writeFile(join(folder, 'shared', 'exceptions.yaml'), 'before');
    const link = join(folder, 'exceptions.yaml');
    await symlink(join('shared', 'exceptions.yaml'), link);
    await replaceFile(link, 'after');
    expect(await readFile(join(folder, 'shared', 'exceptions.yaml'), 'utf8')).toBe('after');
    expect(await readdir(join(folder, 'shared'))).toEqual(['exceptions.yaml']);
  });

  it('is as it was, and named, where the new one can not be put there', async () => {
    const file = join(folder, 'exceptions.yaml');
    await mkdir(file);
    await writeFile(join(file, 'kept'), 'before');
    await expect(replaceFile(file, 'after')).rejects.toThrow(
      new RegExp(`^${file} can't be written, and is as it was: .*\\(E[A-Z]+\\)$`),
    );
    expect(await readdir(folder)).toEqual(['exceptions.yaml']);
    expect(await readFile(join(file, 'kept'), 'utf8')).toBe('before');
  });

  it('is named where its folder is a file', async () => {
    await writeFile(join(folder, 'security'), '');
    await expect(replaceFile(join(folder, 'security', 'exceptions.yaml'), 'new')).rejects.toMatchObject({
      name: 'UsageError',
    });
  });
});
