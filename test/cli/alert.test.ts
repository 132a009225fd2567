import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesStore } from '#store/files.ts';
import { history, volume } from '#test/pipeline/scan-scene.ts';
import type { Double } from '#test/support/channels/double.ts';
import { startSlack } from '#test/support/channels/slack.ts';
import type { Ran } from './run-cli.ts';
import { runCli } from './run-cli.ts';

let cwd: string;
let slack: Double;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-alert-'));
  slack = await startSlack();
  await writeFile(
    join(cwd, 'plumbline.yaml'),
    `estate: tideway
alerts:
  administrators: ops
  channels: { ops: { type: slack, url: OPS_URL } }
  routes: [{ channel: ops }]
`,
  );
  const past = history(filesStore({ root: join(cwd, 'plumbline-out/store') }));
  await past.next({ resources: [volume('a', true)] });
  await past.next({ resources: [volume('a', false)] });
});
afterEach(async () => {
  await slack.close();
  await rm(cwd, { recursive: true });
});

const alert = (argv: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runCli(['alert', ...argv], {
    cwd,
    env: { OPS_URL: `${slack.url}/in-the-address`, PLUMBLINE_WEBHOOK_LOOPBACK: 'yes', ...env },
  });

describe('plumbline alert', () => {
  it('tells the last scan, once', async () => {
    expect(await alert()).toEqual({ code: 0, out: 'ops: told\n', err: '' });
    expect(await alert(['2'])).toEqual({ code: 0, out: 'ops: told before\n', err: '' });
    expect(slack.taken).toHaveLength(1);
  });

  it('--dry-run prints what would be sent, and sends and keeps nothing', async () => {
    const { code, out } = await alert(['--dry-run']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ops \(slack\)\n {2}HIGH new in 111122223333: a is an unencrypted volume\./);
    expect(slack.taken).toEqual([]);
    expect(await alert()).toMatchObject({ out: 'ops: told\n' });
  });

  it('--test sends a test message', async () => {
    expect(await alert(['--test', 'ops'])).toEqual({
      code: 0,
      out: 'A test message was taken by ops (slack).\n',
      err: '',
    });
    expect(slack.taken[0]?.body).toContain('Plumbline can reach this channel');
  });

  it('--test of a channel that is not there names those that are', async () => {
    const { code, err } = await alert(['--test', 'chat']);
    expect(code).toBe(2);
    expect(err).toBe('there is no channel "chat"; there are: ops\n');
  });

  it('that was refused ends with 5, and says neither address nor secret', async () => {
    slack.next({ status: 404 }, { status: 404 });
    const refused = await alert();
    expect(refused).toMatchObject({
      code: 5,
      out: 'ops: not told: Slack channel ops at 127.0.0.1 answered 404\n',
    });
    const tested = await alert(['--test', 'ops']);
    expect(tested.code).toBe(5);
    expect(JSON.stringify([refused, tested])).not.toContain('in-the-address');
  });

  it('without the variable that holds the address names it', async () => {
    const { code, out } = await alert([], { OPS_URL: '' });
    expect(code).toBe(5);
    expect(out).toContain(
      'alerts.channels.ops.url names the environment variable OPS_URL, which is not set here',
    );
  });

  it('without a channel says how to add one', async () => {
    await writeFile(join(cwd, 'plumbline.yaml'), 'estate: tideway\n');
    const { code, err } = await alert();
    expect(code).toBe(2);
    expect(err).toContain('no channel is configured: add alerts.channels');
  });

  it('does not repeat a secret that was written into the file', async () => {
    await writeFile(
      join(cwd, 'plumbline.yaml'),
      'alerts:\n  administrators: ops\n  channels: { ops: { type: slack, url: "https://hooks.slack.com/services/T0/B0/hunter2" } }\n',
    );
    const { code, err } = await alert();
    expect(code).toBe(2);
    expect(err).toContain('the value itself does not belong in this file');
    expect(err).not.toContain('hunter2');
  });
});

describe('plumbline alert --digest', () => {
  const digest = (now: string): Promise<Ran> =>
    runCli(['alert', '--digest', 'ops'], {
      cwd,
      env: { OPS_URL: slack.url, PLUMBLINE_WEBHOOK_LOOPBACK: 'yes' },
      now: () => new Date(now),
    });

  it('says how it stands and what changed in the last day', async () => {
    expect(await digest('2026-11-26T08:00:00Z')).toEqual({
      code: 0,
      out: 'The digest was taken by ops (slack).\n',
      err: '',
    });
    expect(slack.taken[0]?.json).toMatchObject({
      text: 'tideway today: 0 critical, 1 high, 0 not judged. Since yesterday: 1 new. Judged: 100.0 % of 1. Oldest high: a, under 1 min, no owner. Scan 2.',
    });
  });

  it('is printed and not sent on a dry run, for which no address is needed', async () => {
    const ran = await runCli(['alert', '--digest', 'ops', '--dry-run'], {
      cwd,
      now: () => new Date('2026-11-26T08:00:00Z'),
    });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^ops \(slack\)\n {2}tideway today: 0 critical, 1 high/);
    expect(slack.taken).toEqual([]);
  });

  it.each([
    [['--digest', 'ops', '--test', 'ops'], /cannot be used with/],
    [['--test', 'ops', '--dry-run'], /cannot be used with/],
    [['1', '--digest', 'ops'], /--digest is of the last day: leave out 1/],
    [['1', '--test', 'ops'], /--test is of no scan: leave out 1/],
  ])('is refused with what would be ignored: %s', async (words, why) => {
    const { code, err } = await alert(words);
    expect(code).toBe(2);
    expect(err).toMatch(why);
    expect(slack.taken).toEqual([]);
  });

  it('names the estates that there are, where the configuration names another', async () => {
    const file = join(cwd, 'plumbline.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('estate: tideway', 'estate: tidewy'));
    const { code, err } = await alert();
    expect(code).toBe(2);
    expect(err).toMatch(
      /no scan of the estate 'tidewy' .*: it holds scans of tideway; `estate` in plumbline/,
    );
  });

  it('is not sent for a day without a change', async () => {
    expect(await digest('2026-11-28T08:00:00Z')).toEqual({
      code: 0,
      out: 'Nothing changed in the last day, so there is no digest.\n',
      err: '',
    });
    expect(slack.taken).toEqual([]);
  });
});

describe('an owner that a rule names', () => {
  it('is the same in the terminal and in chat', async () => {
    const file = join(cwd, 'plumbline.yaml');
    await writeFile(
      file,
      `${await readFile(file, 'utf8')}owners: [{ account: "111122223333", owner: ledger }]\n`,
    );
    const { out } = await alert(['--dry-run']);
    const [, id = ''] = /Finding ([0-9a-f]+)/.exec(out) ?? [];
    const shown = await runCli(['show', id], { cwd });
    expect(shown.out).toMatch(/owner .*ledger/i);
    await alert();
    expect(slack.taken[0]?.body).toContain('owner ledger');
  });
});
