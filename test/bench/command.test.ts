import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));

const run = (...words: string[]): Promise<{ readonly code: unknown; readonly stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...words], (error, _stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stderr });
    });
  });

describe('npm run bench', () => {
  it('a benchmark that does not exist is exit 2, and the names are told', async () => {
    const { code, stderr } = await run('engin');
    expect(code).toBe(2);
    expect(stderr).toContain('There is no benchmark engin.');
    expect(stderr).toContain('engine-two-threads');
  });

  it('an option that does not exist is exit 2', async () => {
    const { code, stderr } = await run('--jsonn', 'engine');
    expect(code).toBe(2);
    expect(stderr).toContain('There is no option --jsonn.');
  });
});
