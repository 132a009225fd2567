import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleKey, readBundle, readPointer } from '#config/bundle.ts';
import { listScans } from '#pipeline/read-scan.ts';
import { startS3Sandbox } from '#sandbox/s3/server.ts';
import { filesStore } from '#store/files.ts';
import { openS3Store } from '#store/s3-client.ts';
import { openPlace } from './estate.ts';
import { runCli } from './run-cli.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-push-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(cwd, name), text);
const store = () => filesStore({ root: join(cwd, 'kept') });
const push = () => runCli(['push', '--store', 'kept'], { cwd });

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', cwd, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

describe('plumbline push', () => {
  it('puts the files into the store, and says of which commit they are', async () => {
    git('init', '-q');
    await write('plumbline.yaml', 'estate: tideway\n');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    const commit = git('rev-parse', 'HEAD');
    const { code, out } = await push();
    expect(code).toBe(0);
    const pointer = await readPointer(store());
    expect(pointer.configuration).toMatchObject({ commit, dirty: false });
    expect(out).toContain(`Bundle  ${pointer.hash.slice(0, 12)}, commit ${commit.slice(0, 12)}\n`);
    expect(out).not.toContain('Dirty');
    expect((await readBundle(store(), pointer.hash)).texts).toEqual({
      configuration: { name: 'plumbline.yaml', text: 'estate: tideway\n' },
    });
  });

  it('says that a file differs from the commit', async () => {
    git('init', '-q');
    await write('plumbline.yaml', 'estate: tideway\n');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    await write('plumbline.yaml', 'estate: weir\n');
    const { code, out } = await push();
    expect(code).toBe(0);
    expect(out).toContain('Dirty   plumbline.yaml differs from that commit');
    expect((await readPointer(store())).configuration.dirty).toBe(true);
  });

  it.each([
    ['estat: tideway\n', "plumbline.yaml line 1: unknown key 'estat', did you mean 'estate'?"],
    ['estate: x\nzones: {file: zones.yaml}\n', "plumbline.yaml line 2: unknown key 'zones'"],
    ['checks: {include: [iam.aws.nothing]}\n', "no check is named 'iam.aws.nothing'"],
    ['providers: [gcp]\n', 'gcp.parents is empty'],
    ['aws: {profile: mine}\n', "plumbline.yaml: 'aws.profile' can't be pushed"],
  ])('refuses %j, and leaves what was pushed before', async (text, said) => {
    await write('plumbline.yaml', 'estate: tideway\n');
    await push();
    const before = await readPointer(store());
    await write('plumbline.yaml', text);
    const { code, err } = await push();
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(await readPointer(store())).toEqual(before);
  });

  it('refuses exceptions that would be refused at a scan', async () => {
    await write('plumbline.yaml', 'estate: tideway\n');
    await write('plumbline-exceptions.yaml', '- check: iam.aws.nothing\n');
    const { code, err } = await push();
    expect(code).toBe(2);
    expect(err).toContain('plumbline-exceptions.yaml:1:');
    expect(await store().list('')).toEqual([]);
  });

  it('hands over the attestations, and refuses those that would be refused at a scan', async () => {
    await write('plumbline.yaml', 'estate: tideway\n');
    const entry = `- framework: practice
  control: GIT-3
  statement: Two people review each change.
  by: security
  evidence: https://wiki.example/reviews
  until: 2026-12-31
`;
    await write('plumbline-attestations.yaml', entry);
    expect((await push()).out).toContain('1 attestation');
    const { hash, attestations } = await readPointer(store());
    expect(attestations?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await readBundle(store(), hash)).texts.attestations).toEqual({
      name: 'plumbline-attestations.yaml',
      text: entry,
    });
    await write('plumbline-attestations.yaml', entry.replace('GIT-3', 'GIT-33'));
    const { code, err } = await push();
    expect(code).toBe(2);
    expect(err).toContain(
      "plumbline-attestations.yaml:2:12: there is no control of Infrastructure practice 'GIT-33'",
    );
    expect((await readPointer(store())).hash).toBe(hash);
  });

  it('refuses a file that is not UTF-8, since its text could not be kept', async () => {
    await writeFile(join(cwd, 'plumbline.yaml'), Buffer.from('estate: "caf\xe9"\n', 'latin1'));
    const { code, err } = await push();
    expect(code).toBe(2);
    expect(err).toContain('plumbline.yaml is not UTF-8');
  });

  it.each(['config/current.json', 'config/'])(
    'that could not write %s leaves what holds as it was, whole',
    async (refused) => {
      const s3 = await startS3Sandbox();
      try {
        vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
        vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
        const location = `store: {driver: s3, bucket: ${s3.bucket}, region: eu-west-1, endpoint: '${s3.endpoint}'}\n`;
        const pushed = () => runCli(['push'], { cwd });
        await write('plumbline.yaml', `estate: tideway\n${location}`);
        expect((await pushed()).code).toBe(0);
        const kept = openS3Store({ bucket: s3.bucket, region: 'eu-west-1', endpoint: s3.endpoint });
        const before = await readPointer(kept);
        s3.deny((method, key) => method === 'PUT' && key.startsWith(refused));
        await write('plumbline.yaml', `estate: weir\n${location}`);
        const { code, err, out } = await pushed();
        expect(code).not.toBe(0);
        expect(out).toBe('');
        expect(err).toContain('s3:PutObject');
        expect(await readPointer(kept)).toEqual(before);
        expect((await readBundle(kept, before.hash)).texts.configuration.text).toContain('tideway');
        // Tried again, it is whole.
        s3.deny(() => false);
        expect((await pushed()).code).toBe(0);
        const { hash } = await readPointer(kept);
        expect((await readBundle(kept, hash)).texts.configuration.text).toContain('weir');
      } finally {
        vi.unstubAllEnvs();
        await s3.close();
      }
    },
  );

  it('to a bucket that is not there says so, and which key of the file names it', async () => {
    const s3 = await startS3Sandbox();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    try {
      await write(
        'plumbline.yaml',
        `store: {driver: s3, bucket: not-made-yet, region: eu-west-1, endpoint: '${s3.endpoint}'}\n`,
      );
      const { code, err, out } = await runCli(['push'], { cwd });
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(
        /s3:\/\/not-made-yet\/config\/.*NoSuchBucket.*make the bucket first, or mend store\.bucket/s,
      );
    } finally {
      vi.unstubAllEnvs();
      await s3.close();
    }
  });

  it('to a folder says that no function reads it, and to a bucket does not', async () => {
    await write('plumbline.yaml', 'estate: tideway\n');
    expect((await push()).out).toMatch(/is a folder,\s+which\s+no\s+function\s+reads.*store\.bucket/s);
    const s3 = await startS3Sandbox();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    try {
      await write(
        'plumbline.yaml',
        `store: {driver: s3, bucket: ${s3.bucket}, region: eu-west-1, endpoint: '${s3.endpoint}'}\n`,
      );
      const { out } = await runCli(['push'], { cwd });
      expect(out).toMatch(/The next scheduled scan\s+reads it/);
      expect(out).not.toContain('folder');
    } finally {
      vi.unstubAllEnvs();
      await s3.close();
    }
  });

  it('refuses to push nothing', async () => {
    const { code, err } = await push();
    expect(code).toBe(2);
    expect(err).toContain(`there is no plumbline.yaml in ${cwd}`);
  });
});

describe('a scan by hand', () => {
  it('names the same bundle as a push of the same files', async () => {
    const place = await openPlace();
    try {
      for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
      const options = { cwd: place.cwd, env: place.env };
      await runCli(['scan', '--allow-incomplete', '--output', 'text', '--kind', 'AWS::S3::Bucket'], options);
      await runCli(['push'], options);
      const kept = filesStore({ root: join(place.cwd, 'plumbline-out/store') });
      const [manifest] = (await listScans(kept)).manifests;
      expect(manifest?.bundle).toBe((await readPointer(kept)).hash);
      expect(await kept.read(bundleKey(manifest?.bundle ?? ''))).toBeDefined();
    } finally {
      vi.unstubAllEnvs();
      await place.close();
    }
  });
});
