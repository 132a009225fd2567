/** What a plan says where Google's credentials can't be used: never a crash, and nothing out of the file. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gcpSource, MissingCredentialsError } from '#sources/gcp/source.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-credentials-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const plan = (file: string) => {
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file);
  return gcpSource({
    parents: ['organizations/1'],
    kinds: [],
    partners: [],
    callsPerMinute: 600,
    attempts: 1,
    timeout: 500,
    backoffBase: 1,
    snapshotAge: 0,
    pageSize: 10,
  }).plan(new Map(), new AbortController().signal);
};

describe('a plan without credentials of Google Cloud', () => {
  it.each([
    ['that is no JSON', 'hunter2 {'],
    ['that is empty', ''],
    ['without members', '{}'],
    ['that is a list', '[]'],
    ['that is nothing', 'null'],
    ['that is a number', '5'],
    ['of an external account without the rest', '{"type":"external_account"}'],
    ['of a user without the rest', '{"type":"authorized_user"}'],
    ['of another account without the rest', '{"type":"impersonated_service_account"}'],
  ])('says so of a file %s', async (_, text) => {
    const file = join(folder, 'key.json');
    await writeFile(file, text);
    const planned = plan(file);
    await expect(planned).rejects.toThrow(MissingCredentialsError);
    await expect(planned).rejects.toThrow(
      /^no credentials for Google Cloud: .*GOOGLE_APPLICATION_CREDENTIALS/,
    );
    await expect(planned).rejects.not.toThrow(/hunter2|undefined|null \(/);
  });

  it('names a file that is not there, and a folder', async () => {
    const missing = join(folder, 'missing.json');
    await expect(plan(missing)).rejects.toThrow(`${missing} does not exist`);
    await mkdir(join(folder, 'keys'));
    await expect(plan(join(folder, 'keys'))).rejects.toThrow(MissingCredentialsError);
  });
});
