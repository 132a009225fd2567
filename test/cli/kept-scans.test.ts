import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Place } from './estate.ts';
import { openPlace } from './estate.ts';
import type { Ran } from './run-cli.ts';
import { runCli } from './run-cli.ts';

let place: Place;
/** Rows of the scan that every test here speaks of. */
let rows: readonly Row[] = [];

interface Row {
  readonly type: string;
  readonly finding: string;
  readonly check: string;
  readonly id: string;
  readonly severity: string;
  readonly state: string;
  readonly account: string;
  readonly missing?: string;
}

const plumbline = (...argv: readonly string[]): Promise<Ran> => runCli(argv, { cwd: place.cwd });
const critical = (): Row => {
  const found = rows.find((row) => row.type === 'finding' && row.severity === 'critical');
  if (found === undefined) throw new Error('the estate has a critical finding');
  return found;
};
const manifests = (): string => join(place.cwd, 'plumbline-out/store/manifests');
const exceptionsFile = (): string => join(place.cwd, 'plumbline-exceptions.yaml');

beforeAll(async () => {
  place = await openPlace();
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  const { out } = await plumbline('scan', '--output', 'ndjson');
  rows = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await place.close();
});
beforeEach(() => {
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
});
afterEach(() => rm(exceptionsFile(), { force: true }));

describe('a store without scans', () => {
  it.each([['show', '7f3a1c'], ['coverage'], ['report'], ['permissions', '--missing']])(
    'makes plumbline %s say how to make one, runnable as printed',
    async (...argv) => {
      const ran = await plumbline(...argv, '--store', 'empty');
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain('run `npx plumbline scan` first');
    },
  );

  it('is no error to list', async () => {
    const ran = await plumbline('scans', '--store', 'empty');
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('npx plumbline --store empty scan');
  });
});

describe('scan numbers', () => {
  it.each([
    ['a word', 'latest', /'latest' is no scan number/],
    ['zero', '0', /'0' is no scan number/],
    ['a fraction', '1.5', /'1\.5' is no scan number/],
    ['one that is not there', '99', /there is no scan 99 in .*: it holds scan 1/],
    ['one that is far too large', '99999999999999999999', /is no scan number/],
  ])('that are %s are exit 2', async (_situation, number, said) => {
    for (const argv of [
      ['diff', '1', number],
      ['report', number],
      ['coverage', '--scan', number],
      ['show', 'abc', '--scan', number],
    ]) {
      const ran = await plumbline(...argv);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toMatch(said);
    }
  });

  it('that are the same can not be compared', async () => {
    expect(await plumbline('diff', '1', '1')).toMatchObject({
      code: 2,
      err: expect.stringContaining('itself'),
    });
  });
});

describe('plumbline show', () => {
  it('finds by the beginning of the id, in any letter case', async () => {
    const { finding, check, id } = critical();
    const ran = await plumbline('show', finding.slice(0, 8).toUpperCase());
    expect(ran.code).toBe(0);
    expect(ran.out).toContain(finding);
    expect(ran.out).toContain(check);
    expect(ran.out).toContain(id);
    expect(ran.out).toContain(`npx plumbline except ${finding.slice(0, 8)} --owner`);
  });

  it('says which it may be when several begin so', async () => {
    const first = critical().finding[0] ?? '';
    const alike = rows.filter((row) => row.type === 'finding' && row.finding.startsWith(first));
    expect(alike.length).toBeGreaterThan(1);
    const ran = await plumbline('show', first);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('type more of the id');
    expect(ran.err).toContain(critical().finding.slice(0, 10));
  });

  it('says so when none begins so', async () => {
    const ran = await plumbline('show', 'xyzzy');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain("has no finding whose id begins with 'xyzzy'");
  });
});

describe('plumbline permissions --missing', () => {
  it('gives a policy for what was denied, to whom it was denied', async () => {
    const { code, out } = await plumbline('permissions', '--missing', '--json');
    expect(code).toBe(0);
    const missing = JSON.parse(out);
    const role = missing.policies.find((each: { policy: object }) =>
      JSON.stringify(each.policy).includes('sts:AssumeRole'),
    );
    expect(role.accounts).toEqual([place.sandbox.account]);
    expect(JSON.stringify(role.policy)).toMatch(/"Resource":"arn:aws:iam::\d{12}:role\/PlumblineReader"/);
  });

  it('never answers a refusal by a service control policy with a policy', async () => {
    const missing = JSON.parse((await plumbline('permissions', '--missing', '--json')).out);
    expect(missing.guardrails.length).toBeGreaterThan(0);
    for (const { action, accounts } of missing.guardrails) {
      for (const policy of missing.policies) {
        const overlaps = policy.accounts.some((account: string) => accounts.includes(account));
        if (overlaps) expect(JSON.stringify(policy.policy)).not.toContain(action);
      }
    }
    const { out, err } = await plumbline('permissions', '--missing');
    expect(err.replaceAll(/\s+/g, ' ')).toContain('is refused by a service control policy in');
    expect(out).not.toContain(missing.guardrails[0].action);
  });

  it('names every denied permission of the coverage, and nothing else', async () => {
    const { out } = await plumbline('permissions', '--missing');
    const asked = [...out.matchAll(/"([a-z-]+:[A-Za-z]+)"/g)].map(([, action]) => action);
    const denied = rows.filter((row) => row.type === 'coverage' && row.state === 'denied');
    expect(new Set(asked)).toEqual(new Set(denied.flatMap((row) => (row.missing ?? '').split(/[\s,]+/))));
  });
});

describe('plumbline report', () => {
  it('writes the pages again, where it is told to', async () => {
    const ran = await plumbline('report', '1', '--out', 'again');
    expect(ran).toEqual({ code: 0, out: 'again/1/report.html\n', err: '' });
    const page = await readFile(join(place.cwd, 'again/1/coverage.html'), 'utf8');
    expect(page.includes('npx plumbline permissions --missing')).toBe(true);
  });
});

describe('plumbline except', () => {
  const words = ['--owner', 'platform', '--until', '2026-12-31', '--reason', 'Replaced: in "December"'];

  it('writes an entry that the next scan obeys', async () => {
    const { finding, check, id } = critical();
    const ran = await plumbline('except', finding.slice(0, 10), ...words, '--ticket', 'PLAT-1');
    expect(ran).toMatchObject({ code: 0, err: '' });
    const file = await readFile(exceptionsFile(), 'utf8');
    expect(file).toContain(`check: ${check}`);
    expect(file).toContain('ticket: PLAT-1');
    const preview = await plumbline('except', '--check');
    expect(preview.code).toBe(0);
    expect(preview.out).toContain('1 open finding would be hidden, 0 would be open again.');
    expect(preview.out).toContain(id);

    const { out } = await plumbline('scan', '--output', 'ndjson', '--store', 'excepted');
    const row = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .find((each) => each.finding === finding);
    expect(row.exception).toEqual({
      owner: 'platform',
      until: '2026-12-31',
      reason: 'Replaced: in "December"',
    });
  });

  it('keeps what the team wrote in the file', async () => {
    await writeFile(exceptionsFile(), '# Ours, see the wiki\n[]\n');
    await plumbline('except', critical().finding, ...words);
    expect(await readFile(exceptionsFile(), 'utf8')).toContain('# Ours, see the wiki');
  });

  it('writes no second entry for what is excepted already', async () => {
    await plumbline('except', critical().finding, ...words);
    const before = await readFile(exceptionsFile(), 'utf8');
    const ran = await plumbline('except', critical().finding, ...words);
    expect(ran).toMatchObject({
      code: 2,
      err: expect.stringContaining('excepts it already, until 2026-12-31'),
    });
    expect(await readFile(exceptionsFile(), 'utf8')).toBe(before);
  });

  it.each([
    ['no owner', ['--until', '2026-12-31', '--reason', 'x'], 'needs --owner, --until and --reason'],
    [
      'a day that has passed',
      ['--owner', 'a', '--reason', 'x', '--until', '2026-11-24'],
      '2026-11-24 has passed',
    ],
    ['a day that is none', ['--owner', 'a', '--reason', 'x', '--until', '2026-02-30'], 'must be a date'],
    [
      'a time too long',
      ['--owner', 'a', '--reason', 'x', '--until', '2030-01-01'],
      'may run 365 days at most',
    ],
    [
      'an empty reason',
      ['--owner', 'a', '--reason', ' ', '--until', '2026-12-31'],
      'is empty: why it is accepted',
    ],
  ])('refuses %s, and writes nothing', async (_situation, argv, said) => {
    const ran = await plumbline('except', critical().finding, ...argv);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining(said) });
    await expect(readFile(exceptionsFile())).rejects.toThrow('ENOENT');
  });

  it('names file and line of a wrong file', async () => {
    await writeFile(join(place.cwd, 'proposed.yaml'), '- check: iam.aws.root-mfa-enabledd\n  resorce: x\n');
    const ran = await plumbline('except', '--check', 'proposed.yaml');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(/^proposed\.yaml:2:\d+: unknown key 'resorce': did you mean 'resource'\?$/m);
  });

  it('says of a wrong file what is wrong before it scans', async () => {
    await writeFile(exceptionsFile(), '- check: [\n');
    expect(await plumbline('scan', '--store', 'unused')).toMatchObject({
      code: 2,
      err: expect.stringContaining('plumbline-exceptions.yaml:'),
    });
  });

  it('checks a file also where there is no scan yet', async () => {
    await writeFile(exceptionsFile(), '[]\n');
    const ran = await plumbline('except', '--check', '--store', 'empty');
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('is well-formed: 0 exceptions') });
  });
});

describe('a store that is damaged', () => {
  const damage = async (text: string): Promise<() => Promise<void>> => {
    const [name = ''] = await readdir(manifests());
    const file = join(manifests(), name);
    const before = await readFile(file);
    await writeFile(file, text);
    return () => writeFile(file, before);
  };

  it.each([
    ['a manifest that is no JSON', '{"format":', /manifests\/00000001\.json in .* is damaged/],
    ['a manifest of a later version', '{"format": 2}', /has format 2, .* upgrade Plumbline/],
  ])('by %s is named by every command that reads it', async (_situation, text, said) => {
    const mend = await damage(text);
    try {
      for (const argv of [['show', 'abc'], ['coverage'], ['report', '1'], ['permissions', '--missing']]) {
        const ran = await plumbline(...argv);
        expect(ran).toMatchObject({ code: 2, out: '' });
        expect(ran.err).toMatch(said);
      }
      const listed = await plumbline('scans');
      expect(listed.err).toMatch(said);
    } finally {
      await mend();
    }
  });
});

describe('an error of Plumbline itself', () => {
  const full = async (...argv: readonly string[]): Promise<Ran> =>
    runCli(argv, {
      cwd: place.cwd,
      onOut: () => {
        throw new Error('no space left on device');
      },
    });

  it('is exit 4 with the message, and its place only when asked', async () => {
    const ran = await full('checks');
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('Internal error: Error: no space left on device');
    expect(ran.err).not.toContain('    at ');
    expect((await full('checks', '--debug')).err).toContain('    at ');
  });
});

describe('plumbline replay', () => {
  it('judges a kept scan as it was judged, keeps nothing, and writes what it was told to', async () => {
    const before = await readdir(join(place.cwd, 'plumbline-out/store'), { recursive: true });
    const ran = await plumbline('replay', '1', '--out', 'again');
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^Scan 1, judged again by Plumbline .*: judges as it did\.\n$/);
    expect(await readFile(join(place.cwd, 'again/replay.ndjson'), 'utf8')).toBe('');
    expect(await readdir(join(place.cwd, 'plumbline-out/store'), { recursive: true })).toEqual(before);
  });

  it('tells by check and finding what other checks say', async () => {
    const config = join(place.cwd, 'fewer.yaml');
    await writeFile(config, "estate: meridian\nchecks:\n  include: ['iam.*']\n");
    const ran = await plumbline('--config', 'fewer.yaml', 'replay', '1');
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/findings changed by version\./);
    expect(ran.out).toMatch(/check removed {2}network\./);
    expect(ran.out).toMatch(/its check is gone/);
  });

  it('refuses a scan that is not there', async () => {
    expect(await plumbline('replay', '99')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no scan 99'),
    });
  });
});
