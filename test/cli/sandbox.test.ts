import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('plumbline sandbox', () => {
  it('says where it is, how to reach it and how to scan it, and ends in peace', async () => {
    const ran = await serve([]);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^Sandbox meridian: \d+ accounts, [\d,]+ resources/);
    expect(ran.out).toMatch(/^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(ran.out).toMatch(/^export AWS_ACCESS_KEY_ID=AKIA\w+$/m);
    expect(ran.out).toMatch(
      /^npx plumbline scan --account organization --role \S+ --external-id \S+ --aggregator \S+@\S+@\d{12}$/m,
    );
    expect(ran.out).toContain('Served 0 calls.');
    expect(ran.out).not.toContain('unset AWS_PROFILE');
  });

  it('tells to put a profile away, which the SDK would prefer', async () => {
    expect((await serve([], { AWS_PROFILE: 'work' })).out).toContain('unset AWS_PROFILE');
  });

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

  it.each(['http', '-1', '70000', '1.5'])('does not take %s for a port', async (port) => {
    expect(await serve([`--port=${port}`])).toMatchObject({
      code: 2,
      err: expect.stringContaining('It has to be a number from 0 to 65535.'),
    });
  });

  it('says so when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    try {
      const { port } = server.address() as AddressInfo;
      const ran = await serve(['--port', String(port)]);
      expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('EADDRINUSE') });
    } finally {
      server.close();
    }
  });
});
