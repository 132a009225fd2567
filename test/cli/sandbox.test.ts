import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import { listen } from '#sandbox/loopback.ts';
import type { Ran } from './run-cli.ts';
import { runCli } from './run-cli.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-sandbox-'));
});
afterEach(() => rm(cwd, { recursive: true }));

/** Ends it as soon as it says how. */
const serve = async (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> => {
  const interrupt = new AbortController();
  return runCli(['sandbox', ...argv], {
    cwd,
    env,
    signal: interrupt.signal,
    onOut: (out) => {
      if (out.includes('Ctrl-C ends it.')) interrupt.abort();
    },
  });
};

interface Scanned {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const main = join(import.meta.dirname, '../../cli/main.ts');

/** Pastes what is printed for another terminal into a shell; only the way to call Plumbline is this checkout's. */
const scanAsPrinted = (printed: string): Promise<Scanned> => {
  const [, commands = ''] = /In another terminal:\n\n([\s\S]+?)\n\n/.exec(printed) ?? [];
  const script = commands.replace('npx plumbline', `"${process.execPath}" "${main}"`);
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-ec', script], { cwd, env: { PATH: process.env['PATH'] ?? '' } });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
};

describe('plumbline sandbox', () => {
  it('says where it is, how to reach it and how to scan it, and ends in peace', async () => {
    const ran = await serve([]);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^Sandbox meridian\n {2}AWS {11}\d+ accounts, [\d,]+ resources/);
    expect(ran.out).toMatch(
      /^ {2}Azure {9}\d+ subscriptions, [\d,]+ rows .+ at https:\/\/127\.0\.0\.1:\d+$/m,
    );
    expect(ran.out).toMatch(/^ {2}Google Cloud {2}\d+ parents, [\d,]+ assets, at http:\/\/127\.0\.0\.1:\d+/m);
    expect(ran.out).toMatch(/^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(ran.out).toMatch(/^export AWS_ACCESS_KEY_ID=AKIA\w+$/m);
    expect(ran.out).toMatch(/^export IDENTITY_ENDPOINT=http:\/\/127\.0\.0\.1:\d+\/msi\/token$/m);
    const configuration = /^npx plumbline --config (\S+) scan$/m.exec(ran.out)?.[1] ?? '';
    expect(configuration).toContain('plumbline-sandbox-');
    // It leaves nothing behind.
    expect(existsSync(dirname(configuration))).toBe(false);
    expect(ran.out).toContain('Served 0 calls.');
    expect(ran.out).not.toContain('unset AWS_PROFILE');
  });

  it('tells to put a profile away, which the SDK would prefer', async () => {
    expect((await serve([], { AWS_PROFILE: 'work' })).out).toContain('unset AWS_PROFILE');
  });

  it('keeps loopback from a proxy that the clients would ask', async () => {
    expect((await serve([])).out).not.toContain('NO_PROXY');
    expect((await serve([], { https_proxy: 'http://proxy.example:3128' })).out).toContain(
      'export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1',
    );
  });

  it('serves the clouds that the estate has', async () => {
    await cp(demoEstateDirectory, join(cwd, 'shop'), {
      recursive: true,
      filter: (source) => !/[/\\](?:azure|gcp)$/.test(source),
    });
    const ran = await serve(['--estate', 'shop']);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('- aws\n');
    expect(ran.out).not.toMatch(/azure|gcp|IDENTITY/i);
  });

  it('is scanned by another process that is given what it prints, in all three clouds', async () => {
    let printed = '';
    const interrupt = new AbortController();
    const scanned = new Promise<Scanned>((resolve, reject) => {
      const onOut = (out: string): void => {
        if (printed !== '' || !out.includes('Ctrl-C ends it.')) return;
        printed = out;
        scanAsPrinted(out)
          .then(resolve, reject)
          .finally(() => interrupt.abort());
      };
      runCli(['sandbox'], { cwd, env: {}, signal: interrupt.signal, onOut }).catch(reject);
    });
    const { code, out, err } = await scanned;
    // Findings, and parts that the estate refuses: nothing else went wrong.
    expect([code, err], out).toEqual([3, expect.not.stringContaining('    at ')]);
    // It kept the scan where one without a configuration would have.
    const ran = await runCli(['coverage', '--store', 'plumbline-out/store'], { cwd });
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^aws Meridian Security +(\d+) of \1 /m);
    expect(ran.out).toMatch(/^azure Meridian Commerce +(\d+) of \1 /m);
    expect(ran.out).toMatch(/^gcp meridian-shop +(\d+) of \1 /m);
  }, 60_000);

  it('does not know an estate that is not there', async () => {
    const ran = await serve(['--estate', 'atlantis']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toBe('no estate is in atlantis; with Plumbline come: meridian\n');
  });

  it('says where the file of an estate is wrong', async () => {
    await writeFile(join(cwd, 'organization.yaml'), 'name: shop\nhomeRegion: 5\n');
    const ran = await serve(['--estate', '.']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('organization.yaml');
    expect(ran.err).not.toContain('    at ');
  });

  it.each(['http', '-1', '65533', '1.5'])('does not take %s for a port', async (port) => {
    expect(await serve([`--port=${port}`])).toMatchObject({
      code: 2,
      err: expect.stringContaining('It has to be a number from 0 to 65532.'),
    });
  });

  it.each([0, 3])('says so when a port is taken: %i after the first', async (after) => {
    const { port, close } = await listen(createServer());
    try {
      const ran = await serve(['--port', String(port - after)]);
      expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('EADDRINUSE') });
    } finally {
      await close();
    }
  });
});
