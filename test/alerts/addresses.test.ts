/** The rules of addresses hold for every channel that posts to one. */
import { beforeEach, describe, expect, it } from 'vitest';
import { history, volume } from '#test/pipeline/scan-scene.ts';
import { startDouble } from '#test/support/channels/double.ts';
import { tell } from '#test/support/channels/telling.ts';

const channels = [
  ['slack', '{ type: slack, url: HOOK }'],
  ['teams', '{ type: teams, url: HOOK }'],
  ['webhook', '{ type: webhook, url: HOOK, secret: SECRET }'],
  ['pagerduty', '{ type: pagerduty, routingKey: SECRET, endpoint: "$URL" }'],
  ['github', '{ type: github, repository: o/r, token: SECRET, endpoint: "$URL" }'],
  ['jira', '{ type: jira, site: "$URL", project: SEC, user: a@example.com, token: SECRET }'],
] as const;
const secret = 'hunter2hunter2hunter2';

let past: ReturnType<typeof history>;
beforeEach(async () => {
  past = history();
  await past.next({ resources: [volume('a', true)] });
  await past.next({ resources: [volume('a', false)] });
});

const errorOf = async (channel: string, url: string, loopback: 'yes' | 'no'): Promise<string> => {
  const [outcome] = await tell({
    store: past.store,
    scan: 2,
    env: {
      HOOK: `${url}/${secret}`,
      SECRET: secret,
      OPS: 'http://127.0.0.1:1/',
      PLUMBLINE_WEBHOOK_LOOPBACK: loopback,
    },
    yaml: `
alerts:
  administrators: ops
  channels: { ops: { type: slack, url: OPS }, it: ${channel.replace('$URL', url)} }
  routes: [{ channel: it }]
`,
    timeLeft: () => 0,
  });
  expect(outcome?.state).toBe('failed');
  const { error } = outcome ?? {};
  const words = error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : '';
  expect(words).not.toContain(secret);
  return words;
};

describe.each(channels)('%s', (_name, channel) => {
  it('sends nothing to a private address, nor to that of the metadata service', async () => {
    expect(await errorOf(channel, 'https://10.1.2.3', 'no')).toContain('no address of the public internet');
    expect(await errorOf(channel, 'https://169.254.169.254', 'yes')).toContain('linkLocal');
  });

  it('follows no redirect', async () => {
    const elsewhere = await startDouble({ answer: () => ({ status: 200, body: 'ok' }) });
    const here = await startDouble({ answer: () => ({ status: 200 }) });
    here.next({ status: 307, headers: { location: elsewhere.url } });
    expect(await errorOf(channel, here.url, 'yes')).toContain(
      'answered 307, a redirect, which is not followed',
    );
    expect(elsewhere.taken).toEqual([]);
    await here.close();
    await elsewhere.close();
  });
});
