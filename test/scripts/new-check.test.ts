import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '../..');

let root: string;

/** A project of one check: what the new files need of the real one is linked in. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-new-check-'));
  for (const folder of ['model', 'engine', 'node_modules']) {
    await symlink(join(project, folder), join(root, folder));
  }
  await mkdir(join(root, 'test/checks/data/aws'), { recursive: true });
  await symlink(join(project, 'test/support'), join(root, 'test/support'));
  await mkdir(join(root, 'checks/data/aws'), { recursive: true });
  for (const file of ['package.json', 'vitest.config.ts', 'checks/data/aws/volume-encrypted.ts']) {
    await cp(join(project, file), join(root, file));
  }
  const types = { extends: join(project, 'tsconfig.json'), include: ['checks', 'test/checks'] };
  await writeFile(join(root, 'tsconfig.json'), JSON.stringify(types));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const run = (command: string, ...words: readonly string[]) => {
  const done = spawnSync(process.execPath, [command, ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' },
  });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
};

const newCheck = (...words: readonly string[]) =>
  run(join(project, 'scripts/new-check.ts'), '--root', root, ...words);

const text = (file: string) => readFile(join(root, file), 'utf8');

const versioned = ['data', 'aws', 'bucket-versioned', '--on', 'AWS::S3::Bucket', '--reads', 'versioning'];

describe('a new check', () => {
  it('is a check, its table of situations, and a line in the list', async () => {
    const done = newCheck(...versioned);
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toContain('wrote  checks/data/aws/bucket-versioned.ts');
    const check = await text('checks/data/aws/bucket-versioned.ts');
    expect(check).toContain("id: 'data.aws.bucket-versioned'");
    expect(check).toContain('Bucket in model/aws/data.ts');
    expect(await text('test/checks/data/aws/bucket-versioned.test.ts')).toContain(
      "versioning: known({ status: 'Enabled', mfaDelete: false })",
    );
    expect(await text('checks/index.ts')).toContain(
      "import { bucketVersioned } from './data/aws/bucket-versioned.ts';",
    );
  });

  it.each([
    ['data', 'aws', 'bucket-versioned', '--on', 'AWS::S3::Bucket', '--reads', 'versioning,policy,acl'],
    ['iam', 'aws', 'role-recently-used', '--on', 'AWS::IAM::Role', '--reads', 'lastUsed,trustPolicy'],
    ['network', 'aws', 'group-has-no-egress', '--on', 'AWS::EC2::SecurityGroup', '--reads', 'egress'],
    [
      'logging',
      'aws',
      'recorder-complete',
      '--on',
      'AWS::Config::ConfigurationRecorder',
      '--reads',
      'recording',
    ],
  ])('compiles: %s %s %s', (...words) => {
    expect(newCheck(...words)).toMatchObject({ status: 0, stderr: '' });
    const types = run(join(project, 'node_modules/typescript/bin/tsc'), '-p', '.');
    expect(types.stdout + types.stderr).toBe('');
    expect(types.status).toBe(0);
  });

  it('fails its own test until it decides, and says why', () => {
    newCheck(...versioned);
    const done = run(join(project, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root);
    expect(done.status).toBe(1);
    expect(done.stdout + done.stderr).toContain('nothing says yet what is bad about versioning');
  });

  it('passes its own test once it decides', async () => {
    newCheck(...versioned);
    const check = 'checks/data/aws/bucket-versioned.ts';
    const test = 'test/checks/data/aws/bucket-versioned.test.ts';
    const decided = (await text(check))
      .replace('import { undecidable }', 'import { failIfAny }')
      .replace(
        /const parts = [\s\S]*?\);\n {4}return undecidable\([^;]*;/,
        "return failIfAny(versioning.status === 'Enabled' ? [] : [{ path: 'versioning', found: versioning.status }]);",
      );
    await writeFile(join(root, check), decided);
    await writeFile(join(root, test), (await text(test)).replace("status: 'Enabled'", "status: 'Suspended'"));
    const done = run(join(project, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root);
    expect(done.stdout + done.stderr).toContain('4 passed');
    expect(done.status).toBe(0);
  });
});

describe('what can not be written', () => {
  it.each([
    ['an unknown question', ['dta', 'aws', 'bucket-versioned'], 'did you mean data?'],
    ['an unknown cloud', ['data', 'awz', 'bucket-versioned'], 'did you mean aws?'],
    ['a name of one word', ['data', 'aws', 'versioned'], "'versioned' is no name for a check"],
    ['a name in capitals', ['data', 'aws', 'Bucket-Versioned'], 'lower case'],
    ['a name that leaves the folder', ['data', 'aws', '../bucket-versioned'], 'is no name for a check'],
    ['a name that does not say what is good', ['data', 'aws', 'ensure-versioning'], 'what is good'],
    ['no kind', ['data', 'aws', 'bucket-versioned'], 'AWS::S3::Bucket'],
    [
      'an unknown kind',
      ['data', 'aws', 'bucket-versioned', '--on', 'AWS::S3::Bukket'],
      'did you mean AWS::S3::Bucket?',
    ],
    ['no part', ['data', 'aws', 'bucket-versioned', '--on', 'AWS::S3::Bucket'], 'versioning, logging'],
    [
      'an unknown part',
      ['data', 'aws', 'bucket-versioned', '--on', 'AWS::S3::Bucket', '--reads', 'versionin'],
      'did you mean versioning?',
    ],
    [
      'a cloud without kinds',
      ['data', 'kubernetes', 'volume-encrypted'],
      'no kind of kubernetes can be read yet',
    ],
    ['an unknown option', [...versioned, '--severity', 'high'], '--severity'],
    [
      'a check that is there',
      ['data', 'aws', 'volume-encrypted', '--on', 'AWS::EC2::Volume', '--reads', 'settings'],
      'checks/data/aws/volume-encrypted.ts is there already',
    ],
  ])('%s', (_situation, words, said) => {
    const done = newCheck(...words);
    expect(done.stderr).toContain(said);
    expect(done.stderr).not.toContain('    at ');
    expect(done.status).toBe(2);
  });

  it('leaves the check out when a test of that name stands there', async () => {
    await writeFile(join(root, 'test/checks/data/aws/bucket-versioned.test.ts'), 'mine');
    const done = newCheck(...versioned);
    expect(done.status).toBe(2);
    await expect(text('checks/data/aws/bucket-versioned.ts')).rejects.toThrow('ENOENT');
    expect(await text('test/checks/data/aws/bucket-versioned.test.ts')).toBe('mine');
  });
});
