/** Somebody approves a scan, somebody else opens a security group by hand, and the commands tell. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabaseByHand } from '#sandbox/opened-by-hand.ts';
import type { Place } from './estate.ts';
import { openPlace } from './estate.ts';
import { runCli } from './run-cli.ts';

let place: Place;
/** A finding that is no drift. */
let other = '';

const cli = (words: string, day = 0) =>
  runCli(
    [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
    {
      cwd: place.cwd,
      env: place.env,
      now: () => new Date(Date.parse('2026-11-25T06:00:00Z') + day * 86_400_000),
    },
  );

const account = '527903184466';
const scan = (day: number) => cli(`scan --account ${account} --region eu-west-1`, day);

beforeAll(async () => {
  place = await openPlace();
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  [, other = ''] = /show ([0-9a-f]+)/.exec((await scan(0)).out) ?? [];
}, 60_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await place.close();
});

describe('plumbline drift', () => {
  it('says how to approve something while nothing is approved', async () => {
    const { code, out } = await cli('drift');
    expect(code).toBe(0);
    expect(out).toContain('No baseline is approved, so nothing can drift.');
    expect(out).toContain('npx plumbline drift baseline 1');
  });

  it('refuses an approval of nothing, of no scan, by nobody, or of a strange part', async () => {
    for (const [words, why] of [
      ['drift baseline 7 --by ann', 'there is no scan 7'],
      ['drift baseline one --by ann', "'one' is no scan number"],
      ['drift baseline 1 --by ann --account 999999999999', 'saw no resource'],
      ['drift baseline 1 --by ann --tag team', 'write it as key=value'],
      ['drift baseline 1 --by ann --provider oracle', "'oracle' is no provider"],
    ] as const) {
      const { code, err } = await cli(words);
      expect(code, words).toBe(2);
      expect(err, words).toContain(why);
    }
  });

  it('approves a scan, and finds nothing while nothing changes', async () => {
    const approved = await cli('drift baseline 1 --by ann --reason "release 12"');
    expect(approved.err).toBe('');
    expect(approved.out).toMatch(/^Baseline 1: scan 1 is approved for [\d,]+ resources, by ann\./);
    const second = await scan(1);
    expect(second.out).not.toContain('drifted');
    expect(second.out).toMatch(/^ {2}drift +0 +0 +0 +0/m);
    const { out } = await cli('drift');
    expect(out).toContain('0 resources drifted');
    expect(out).toContain('release 12');
  });

  it('tells what somebody opened by hand: what, where, was, is, since when, and how to accept it', async () => {
    openDatabaseByHand(place.sandbox);
    const third = await scan(2);
    expect(third.out).toContain('~ 1 drifted');
    const { out } = await cli('drift');
    expect(out).toContain('1 resource drifted');
    expect(out).toMatch(/HIGH +[0-9a-f]{6,} +data +changed +new/);
    expect(out).toMatch(
      /ingress\/tcp 5432\n +was +tcp 5432 from sg-\w+\n +is +tcp 5432 from 0\.0\.0\.0\/0\n/,
    );
    expect(out).toMatch(/since +after 2026-11-26 06:00 UTC, seen 2026-11-27 06:00 UTC/);
    expect(out).toContain('network.aws.security-group-database-ports-private');
    const [, id = ''] = /show ([0-9a-f]+)/.exec(out) ?? [];
    const shown = await cli(`show ${id}`);
    expect(shown.out).toContain('data drifted from its approved baseline');
    expect(shown.out).toMatch(/was {7}\S/);
    expect(shown.out).toContain('approved in baseline 1: scan 1');
    expect(shown.out).toContain(`npx plumbline drift accept ${id}`);
  });

  it('accepts it for a time, until it drifts further', async () => {
    const [, id = ''] = /show ([0-9a-f]+)/.exec((await cli('drift')).out) ?? [];
    const accepted = await cli(`drift accept ${id} --owner ops --until 2026-12-20 --reason "the move"`, 2);
    expect(accepted.err).toBe('');
    const [, file = ''] = /Written to (\S+);/.exec(accepted.out) ?? [];
    expect(await readFile(join(place.cwd, file), 'utf8')).toContain('drift.baseline');
    await scan(3);
    expect((await cli('drift')).out).toContain('0 resources drifted, 1 more accepted');
    place.sandbox.clearFaults();
    openDatabaseByHand(place.sandbox, '198.51.100.0/24');
    const fifth = await scan(4);
    expect(fifth.out).toContain('1 exception void');
    expect((await cli('drift')).out).toContain('1 resource drifted:');
  });

  it('sends whoever names another finding to the other command', async () => {
    const { code, err } = await cli(`drift accept ${other} --owner ops --until 2026-12-20 --reason x`);
    expect(code).toBe(2);
    expect(err).toContain(`is no drift: npx plumbline except ${other} accepts it`);
  });

  it('calls it resolved once it is back', async () => {
    place.sandbox.clearFaults();
    const sixth = await scan(5);
    expect(sixth.out).toMatch(/− \d+ resolved/);
    expect((await cli('drift')).out).toContain('0 resources drifted');
  });

  it('says of a baseline that was approved since that the answer is older than it', async () => {
    expect((await cli('drift')).out).not.toContain('approved since');
    await cli('drift baseline 6 --by ann');
    const { out } = await cli('drift');
    expect(out).toMatch(/^Baseline 1: scan 1, /m);
    expect(out).toContain(
      'Baseline 2 was approved since: the next scan is compared with it.\nNext    npx plumbline scan\n',
    );
  });
});
