/** What a command says where something outside of it is wrong: a sentence, exit 2, and never "a bug of Plumbline". */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isForPeople } from '#cli/run.ts';
import { runCli } from './run-cli.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-failures-'));
});

afterEach(() => rm(cwd, { recursive: true }));

const root = join(import.meta.dirname, '../..');

/** Faults of our own, and those that are caught where they come up: none of them may reach the command as it is. */
const neverOnItsOwn: ReadonlySet<string> = new Set([
  // Sorted into coverage by its source.
  'MalformedAnswer',
  'NoAnswer',
  'NoCredential',
  'UnusableCredentials',
  'FederationError',
  'ReadFailure',
  // Explained where S3 was asked.
  'NotS3',
  // Of the functions' steps.
  'ClaimedError',
  'NothingPlannedError',
  'RestartedError',
  'ThrottledError',
  'TimeLimitError',
  'UnknownRunError',
  // Told by the command that it belongs to.
  'ApprovalError',
  'FindingLookupError',
  'InterruptedError',
  // Of the sandbox's own queries.
  'QueryError',
  // Bugs.
  'AwsSourceBug',
  'AzureSourceBug',
  'GcpSourceBug',
  'InvalidKeyError',
]);

describe('an error with a name of its own', () => {
  it('is told as it is, or has a reason why it does not come up', async () => {
    const names = new Set<string>();
    for (const folder of [
      'alerts',
      'cli',
      'config',
      'engine',
      'functions',
      'pipeline',
      'sources',
      'store',
      'sandbox',
    ]) {
      for (const file of await readdir(join(root, folder), { recursive: true })) {
        if (!file.endsWith('.ts')) continue;
        const text = await readFile(join(root, folder, file), 'utf8');
        for (const [, name = ''] of text.matchAll(/override readonly name = '(\w+)'/g)) names.add(name);
      }
    }
    expect(names.size).toBeGreaterThan(30);
    const unsorted = [...names].filter((name) => isForPeople(name) === neverOnItsOwn.has(name));
    expect(unsorted).toEqual([]);
  });
});

describe('an output that takes nothing', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EFBIG', 'the file would be larger than this process may write'],
    ['EIO', 'the disk answered with an error'],
  ])('ends each command with a sentence for %s', async (code, words) => {
    const outFails = Object.assign(new Error(`${code}: failed, write`), { code, syscall: 'write' });
    for (const argv of [
      ['checks'],
      ['--help'],
      ['help', 'scan'],
      ['--version'],
      ['scans'],
      ['permissions'],
    ]) {
      const ran = await runCli(argv, { cwd, outFails });
      expect(ran.code, argv.join(' ')).toBe(2);
      expect(ran.err, argv.join(' ')).toContain(`can't open or write the output: ${words}`);
      expect(ran.err).not.toMatch(/bug|undefined/);
    }
  });
});

describe('a file of the team that is a folder', () => {
  it.each(['plumbline.yaml', 'plumbline-exceptions.yaml'])('is named: %s', async (file) => {
    await mkdir(join(cwd, file));
    const ran = await runCli(['scan', '--profile', 'none'], { cwd });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`${file} can't be read: a folder stands where a file is needed`);
  });
});

describe('a store that is a file', () => {
  it('is named by each command that reads one', async () => {
    await writeFile(join(cwd, 'store'), '');
    for (const words of ['scans', 'coverage', 'drift', 'report', 'show 7f3a1c', 'diff 1 2', 'replay 1']) {
      const ran = await runCli([...words.split(' '), '--store', 'store'], { cwd });
      expect(ran.code, words).toBe(2);
      expect(ran.err, words).toContain(join(cwd, 'store'));
      expect(ran.err, words).not.toMatch(/bug|undefined|at \w+ \(/);
    }
  });
});
