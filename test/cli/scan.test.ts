import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { wholeLedger } from '#reports/facts/ledger.ts';
import type { Place } from './estate.ts';
import { openPlace } from './estate.ts';
import type { Ran } from './run-cli.ts';
import { runCli } from './run-cli.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());
beforeEach(async () => {
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  await place.configure();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  place.sandbox.clearFaults();
  await rm(join(place.cwd, 'plumbline-out'), { recursive: true, force: true });
});

const plumbline = (...argv: readonly string[]): Promise<Ran> => runCli(argv, { cwd: place.cwd });
const commits = async (): Promise<number> => {
  const folder = join(place.cwd, 'plumbline-out/store/manifests');
  return existsSync(folder) ? (await readdir(folder)).length : 0;
};
const everythingExpected = { expectedUnknowns: [{ because: 'this test knows' }] };

describe('the exit code of plumbline scan', () => {
  it('is 3 when parts could not be read, whatever was found', async () => {
    const ran = await plumbline('scan', '--fail-on', 'critical');
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(/^Scan 1 incomplete: [\d,]+ parts? not read/);
    expect(ran.out).toMatch(/Exit 3\s+incomplete scan \(--allow-incomplete: exit 1, findings at critical\)/);
  });

  it('is 1 for findings at the level when an incomplete scan is allowed', async () => {
    expect(await plumbline('scan', '--fail-on', 'critical', '--allow-incomplete')).toMatchObject({ code: 1 });
  });

  it('is 0 for findings when nothing is set to fail it', async () => {
    expect(await plumbline('scan', '--allow-incomplete')).toMatchObject({ code: 0 });
  });

  it('is not 3 for what the configuration expects to be unreadable, which stays unknown', async () => {
    await place.configure(everythingExpected);
    const ran = await plumbline('scan');
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^Scan 1 complete/);
    expect(ran.out).toMatch(/Could not be judged: [1-9]/);
  });

  it('is 3 for whatever goes beyond what is expected', async () => {
    await place.configure({
      expectedUnknowns: [{ reasons: ['denied-by-guardrail'], because: 'the guard rail is ours' }],
    });
    expect(await plumbline('scan')).toMatchObject({ code: 3 });
  });

  it('is 2, and nothing is kept, without credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    vi.stubEnv('HOME', place.cwd);
    vi.stubEnv('AWS_CONFIG_FILE', join(place.cwd, 'none'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(place.cwd, 'none'));
    const ran = await plumbline('scan');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('no AWS credentials');
    expect(await commits()).toBe(0);
  });

  it('is 130 when it is interrupted, and nothing is kept', async () => {
    place.sandbox.addFault({ match: { action: 'config:*' }, effect: { type: 'hang' } });
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(new Error('ended by SIGINT')), 300);
    const ran = await runCli(['scan'], { cwd: place.cwd, signal: interrupt.signal });
    expect(ran).toMatchObject({ code: 130, out: '' });
    expect(ran.err).toContain('Interrupted. Nothing was committed');
    expect(await commits()).toBe(0);
  });
});

describe('plumbline scan --resume', () => {
  it('goes on with what was interrupted, and --sweep deletes what nobody goes on with', async () => {
    const whole = await plumbline('scan', '--output', 'ndjson');
    const findings = (text: string): readonly unknown[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter((row) => row.type === 'finding')
        .map(({ finding, severity, evidence }) => ({ finding, severity, evidence }));
    const interrupted = async (): Promise<string> => {
      const interrupt = new AbortController();
      place.sandbox.addFault({
        match: { action: 'iam:GetAccountAuthorizationDetails' },
        effect: { type: 'hang' },
      });
      setTimeout(() => interrupt.abort(new Error('ended by SIGINT')), 500);
      const ran = await runCli(['scan'], { cwd: place.cwd, signal: interrupt.signal });
      place.sandbox.clearFaults();
      return ran.err;
    };
    expect(await interrupted()).toContain('To go on with it: npx plumbline scan --resume');
    const other = await plumbline('scan', '--resume', '--check', 'iam.*');
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('was asked otherwise') });
    const resumed = await plumbline('scan', '--resume', '--output', 'ndjson');
    expect(resumed.code).toBe(whole.code);
    expect(findings(resumed.out)).toEqual(findings(whole.out));
    expect(await plumbline('scan', '--resume')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no unfinished scan of'),
    });

    await interrupted();
    const young = await plumbline('scans', '--sweep');
    expect(young.out).toMatch(
      /^Deleted 0 files of 0 unfinished scans in .*\. Left as it is: 1 unfinished scan of the last day, for scan --resume\.\n$/,
    );
    const old = await runCli(['scans', '--sweep'], {
      cwd: place.cwd,
      now: () => new Date(Date.now() + 2 * 86_400_000),
    });
    expect(old.out).toMatch(/^Deleted [1-9]\d* files of 1 unfinished scan in .*\.\n$/);
    expect(await plumbline('scans', '--sweep')).toMatchObject({
      out: expect.stringContaining('Deleted 0 files'),
    });
  }, 30_000);
});

describe('what plumbline scan leaves', () => {
  it('is a summary, a report and a scan in the store', async () => {
    const ran = await plumbline('scan');
    expect(ran.out).toContain('Report  plumbline-out/1/report.html');
    expect(await readFile(join(place.cwd, 'plumbline-out/1/report.html'), 'utf8')).toContain(
      '<!doctype html>',
    );
    expect(await commits()).toBe(1);
  });

  it('counts in the manifest what it printed', async () => {
    const ran = await plumbline('scan');
    const [file = ''] = await readdir(join(place.cwd, 'plumbline-out/store/manifests'));
    const manifest = JSON.parse(
      await readFile(join(place.cwd, 'plumbline-out/store/manifests', file), 'utf8'),
    );
    const { applicable, unknown, openBySeverity } = wholeLedger(manifest);
    expect(ran.out).toContain(`${applicable.toLocaleString('en-US')} questions`);
    expect(ran.out).toContain(`Could not be judged: ${unknown} of`);
    expect(openBySeverity.critical).toBeGreaterThan(0);
    expect(manifest.configuration.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.callers.aws).toContain(':user/');
  });

  it('is NDJSON alone on stdout, for another program', async () => {
    const ran = await plumbline('scan', '--output', 'ndjson');
    const lines = ran.out.trimEnd().split('\n');
    const types = new Set(lines.map((line) => JSON.parse(line).type));
    expect(types).toEqual(new Set(['scan', 'finding', 'unknown', 'coverage']));
    expect(existsSync(join(place.cwd, 'plumbline-out/1'))).toBe(false);
  });

  it('is NDJSON in a file beside the summary', async () => {
    const ran = await plumbline('scan', '--output', 'text,ndjson', '--out', 'elsewhere');
    expect(ran.out).toMatch(/^Scan 1/);
    const text = await readFile(join(place.cwd, 'elsewhere/1/findings.ndjson'), 'utf8');
    expect(text.split('\n').length).toBeGreaterThan(10);
    await rm(join(place.cwd, 'elsewhere'), { recursive: true });
  });

  it('is in files for other tools beside the summary, of the format that is asked for', async () => {
    const ran = await plumbline('scan', '--output', 'text', '--format', 'csv,sarif', '--out', 'elsewhere');
    expect(ran.out).toMatch(/^Scan 1/);
    expect((await readdir(join(place.cwd, 'elsewhere/1'))).toSorted()).toEqual([
      'findings.csv',
      'findings.sarif',
      'resolved.sarif',
    ]);
    await rm(join(place.cwd, 'elsewhere'), { recursive: true });
  });

  it('is refused before anything is asked when a format is none', async () => {
    const ran = await plumbline('scan', '--format', 'pdf');
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('pdf is none of csv,') });
    expect(await commits()).toBe(0);
  });

  it('is kept and summed up when the folder of the reports can not be written, and says which', async () => {
    for (const output of ['text,html', 'text,ndjson']) {
      const ran = await plumbline('scan', '--output', output, '--out', 'plumbline.yaml');
      expect(ran.code).toBe(2);
      expect(ran.err).toMatch(
        /The scan is kept, but not all could be written to .*plumbline\.yaml\/\d: a file stands where a folder is needed.*\(ENOTDIR\)/,
      );
      expect(ran.out).toMatch(
        /^Scan \d (in)?complete.*\nExit 2 {2}not all of the report could be written\n$/s,
      );
    }
    expect(await commits()).toBe(2);
  });

  it('asks only the checks, accounts and kinds that were named', async () => {
    const account = place.sandbox.account;
    const ran = await plumbline(
      'scan',
      '--account',
      account,
      '--check',
      'iam.aws.root-*',
      '--output',
      'ndjson',
    );
    for (const line of ran.out.trimEnd().split('\n')) {
      const row = JSON.parse(line);
      if (row.type === 'scan') continue;
      expect([account, '*']).toContain(row.account);
      if (row.type === 'finding') expect(row.check).toMatch(/^iam\.aws\.root-/);
    }
  });

  it('shows as many of the worst as were asked for', async () => {
    const ran = await plumbline('scan', '--worst', '2');
    expect(ran.out).toMatch(/Worst 2 of \d+ open/);
  });

  it('compares with the scan before', async () => {
    await plumbline('scan');
    const ran = await plumbline('scan');
    expect(ran.out).toMatch(/^Scan 2/);
    expect(ran.out).toContain('Since scan 1   no change');
  });

  it('tells in a diff what was lost to a denial in between, and resolves nothing by it', async () => {
    await plumbline('scan');
    place.sandbox.addFault({ match: { action: 'iam:GetAccountSummary' }, effect: { type: 'deny' } });
    await plumbline('scan');
    const ran = await plumbline('diff', '2', '1');
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^Scan 1 to 2/);
    expect(ran.out).toMatch(/\? \d+ parts can no longer be read/);
    expect(ran.out).toContain('AWS::::Account, summary, denied iam:GetAccountSummary');
    expect(ran.out).toMatch(/\? \d+ open, not looked at/);
    expect(ran.out).not.toContain('resolved');
  });

  it('writes no colour where stdout is no terminal', async () => {
    const ran = await plumbline('scan');
    expect(ran.out).not.toContain('\u001b');
    expect(ran.err).not.toContain('\u001b');
  });
});

const start = (...argv: readonly string[]): ChildProcessByStdio<null, Readable, Readable> =>
  spawn(process.execPath, [join(import.meta.dirname, '../../bin/plumbline.mjs'), ...argv], {
    cwd: place.cwd,
    env: { ...process.env, ...place.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('a reader that goes away', () => {
  it('does not keep the scan from being committed, nor change its exit code', async () => {
    const child = start('scan', '--output', 'ndjson');
    child.stdout.destroy();
    child.stderr.destroy();
    const code = await new Promise((resolve) => {
      child.on('close', resolve);
    });
    expect(code).toBe(3);
    expect(await commits()).toBe(1);
  });
});

describe('Ctrl-C on the process itself', () => {
  it('ends it with 130, says that nothing was committed, and commits nothing', async () => {
    place.sandbox.addFault({ match: { action: 'config:*' }, effect: { type: 'hang' } });
    place.sandbox.clearCalls();
    const child = start('scan');
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const closed = new Promise((resolve) => {
      child.on('close', resolve);
    });
    await vi.waitUntil(() => place.sandbox.calls.some((call) => call.action === 'sts:AssumeRole'), 15_000);
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect(err).toContain('Interrupted. Nothing was committed');
    expect(await commits()).toBe(0);
  });
});
