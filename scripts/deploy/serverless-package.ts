/** Runs `serverless package`, which needs neither network nor account, and hands over the template that it made. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

export interface PackageOptions {
  /** Folder that the archives lie in. */
  readonly artifacts: string;
  readonly stage?: string;
}

/** @throws Error with what serverless said, where it makes no package. */
export const serverlessTemplate = async ({ artifacts, stage = 'dev' }: PackageOptions): Promise<unknown> => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-serverless-'));
  const words = ['package', '--stage', stage, '--package', folder, '--param', `artifacts=${artifacts}`];
  try {
    await promisify(execFile)(
      process.execPath,
      [join(root, 'node_modules/serverless/bin/serverless.js'), ...words],
      // No credentials, and no home in which some might lie.
      {
        cwd: root,
        env: { PATH: process.env['PATH'] ?? '', HOME: folder, CI: '1', SLS_TELEMETRY_DISABLED: '1' },
      },
    );
    return JSON.parse(await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
