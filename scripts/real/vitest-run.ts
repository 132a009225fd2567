/** Runs one group of test files and counts what vitest's own report says. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

/** A run that breaks without a failed test (a file that can't be loaded, say) counts as one that failed. */
export const runVitest = async (
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Counts> => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-real-'));
  try {
    const outputFile = join(folder, 'report.json');
    const code = await exitCode(
      [
        'vitest',
        'run',
        '--config',
        'vitest.real.config.ts',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${outputFile}`,
        ...files,
      ],
      environment,
    );
    const report = readReport(outputFile);
    const failed = report?.numFailedTests ?? 0;
    return {
      passed: report?.numPassedTests ?? 0,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: report?.numPendingTests ?? 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const exitCode = (words: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const [program = '', ...rest] = words;
    // Standard output goes to ours; npm has put node_modules/.bin on the path.
    const child = spawn(program, rest, { env: { ...process.env, ...environment }, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

const readReport = (file: string): Report | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
