/** Somebody opens a security group by hand after a baseline was approved, and chat hears of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openDatabaseByHand } from '#sandbox/opened-by-hand.ts';
import type { Double } from '#test/support/channels/double.ts';
import { slackTexts, startSlack } from '#test/support/channels/slack.ts';
import type { Place } from './estate.ts';
import { openPlace } from './estate.ts';
import type { Ran } from './run-cli.ts';
import { runCli } from './run-cli.ts';

let place: Place;
let slack: Double;
const account = '527903184466';

const cli = (words: string, day = 0): Promise<Ran> =>
  runCli(words.split(' '), {
    cwd: place.cwd,
    env: { ...place.env, OPS_URL: slack.url, PLUMBLINE_WEBHOOK_LOOPBACK: 'yes' },
    now: () => new Date(Date.parse('2026-11-25T06:00:00Z') + day * 86_400_000),
  });
const scan = (day: number): Promise<Ran> => cli(`scan --account ${account} --region eu-west-1`, day);

beforeAll(async () => {
  place = await openPlace();
  slack = await startSlack();
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  await place.configure({
    alerts: {
      administrators: 'ops',
      channels: { ops: { type: 'slack', url: 'OPS_URL' } },
      routes: [{ channel: 'ops' }],
    },
  });
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await slack.close();
  await place.close();
});

it('a security group that was opened by hand is one message, as drift and as what it makes fail; unchanged, it is none', async () => {
  await scan(0);
  await cli('drift baseline 1 --by ann', 0);
  openDatabaseByHand(place.sandbox);
  await scan(1);
  expect(await cli('alert', 1)).toMatchObject({ code: 0, out: 'ops: told\n' });
  expect(slack.taken).toHaveLength(1);
  const body = slack.taken[0]?.json as { readonly text: string };
  // How much of the estate can't be judged, each further check changes.
  const said = body.text.replace(/ Incomplete: [^)]*\)\./u, '');
  expect(said).toMatch(
    /^HIGH drift in Meridian Production: data opens database ports to the internet\. Approved tcp 5432 from sg-\w+, live tcp 5432 from 0\.0\.0\.0\/0\. Finding [0-9a-f]{6}\. Scan 2\.$/,
  );
  for (const page of ['README.md', 'docs/alerts.md']) {
    const shown = await readFile(join(import.meta.dirname, '../..', page), 'utf8');
    expect(shown.replaceAll(/\s+/gu, ' '), page).toContain(said);
  }
  expect(slackTexts(body).join('\n')).toMatch(/plumbline drift accept [0-9a-f]{6} --owner/);
  expect(await cli('alert', 1)).toMatchObject({ out: 'ops: told before\n' });
  await scan(2);
  expect(await cli('alert', 2)).toMatchObject({
    code: 0,
    out: 'Scan 3 changed nothing that any channel is to hear of.\n',
  });
  expect(slack.taken).toHaveLength(1);
}, 60_000);
