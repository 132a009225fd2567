import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unread } from '#model/reading.ts';
import type { StoreDriver } from '#store/driver.ts';
import { bucket, history, volume } from '#test/pipeline/scan-scene.ts';
import type { Mail } from '#test/support/channels/aws.ts';
import { startSes, startSns } from '#test/support/channels/aws.ts';
import type { Clock } from '#test/support/channels/double.ts';
import { startClock } from '#test/support/channels/double.ts';
import { routingKey, startPagerDuty } from '#test/support/channels/pagerduty.ts';
import { startTeams } from '#test/support/channels/teams.ts';
import type { Telling } from '#test/support/channels/telling.ts';
import { statesOf, tell } from '#test/support/channels/telling.ts';

let clock: Clock;
let past: ReturnType<typeof history>;
const open: (() => Promise<void>)[] = [];
beforeEach(() => {
  clock = startClock();
  past = history();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  vi.stubEnv('AWS_PROFILE', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of open.splice(0)) await close();
});

const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const double = await starting;
  open.push(() => double.close());
  return double;
};

const yamlOf = (channel: string): string => `
estate: tideway
alerts:
  administrators: it
  channels: { it: ${channel} }
  routes: [{ channel: it }]
`;

const telling = (scan: number, channel: string, env: Readonly<Record<string, string>>): Telling => ({
  store: past.store,
  scan,
  clock,
  yaml: yamlOf(channel),
  env: { AWS_REGION: 'eu-west-1', ...env },
});

const fine = [volume('a', true), bucket('logs', 0)];
const bad = [volume('a', false), bucket('logs', 0)];

describe('Teams', () => {
  it('gets one card, whose fallback says it all', async () => {
    const teams = await opened(startTeams(clock));
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    const channel = '{ type: teams, url: TEAMS_URL }';
    expect(statesOf(await tell(telling(2, channel, { TEAMS_URL: teams.url })))).toEqual({ it: 'sent' });
    expect(teams.taken).toHaveLength(1);
    expect(teams.taken[0]?.body).toContain('HIGH new in 111122223333: a is not encrypted');
  });
});

describe('PagerDuty', () => {
  const channel = (url: string): string => `{ type: pagerduty, routingKey: PD_KEY, endpoint: "${url}" }`;
  const env = { PD_KEY: routingKey };

  it('opens one incident for each cause, and resolves it when no finding of it is open any more', async () => {
    const pagerduty = await opened(startPagerDuty(clock));
    await past.next({ resources: fine });
    await past.next({ resources: [volume('a', false), volume('b', false), bucket('logs', 0)] });
    expect(statesOf(await tell(telling(2, channel(pagerduty.url), env)))).toEqual({ it: 'sent' });
    expect(pagerduty.open.size).toBe(1);
    await past.next({ resources: [volume('a', true), volume('b', false), bucket('logs', 0)] });
    await tell(telling(3, channel(pagerduty.url), env));
    expect(pagerduty.open.size).toBe(1);
    await past.next({ resources: [volume('a', true), volume('b', true), bucket('logs', 0)] });
    await tell(telling(4, channel(pagerduty.url), env));
    expect(pagerduty.open.size).toBe(0);
  });

  it('keeps an incident open while nobody can look', async () => {
    const pagerduty = await opened(startPagerDuty(clock));
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    await tell(telling(2, channel(pagerduty.url), env));
    await past.next({ resources: [volume('a', unread('denied', 'ec2:DescribeVolumes')), bucket('logs', 0)] });
    await tell(telling(3, channel(pagerduty.url), env));
    // The finding's, and that of what can't be judged any more.
    expect(pagerduty.open.size).toBe(2);
  });

  it('gets no second incident from a process that was killed before it could write down the first', async () => {
    const pagerduty = await opened(startPagerDuty(clock));
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    const { store } = past;
    const dying: StoreDriver = {
      ...store,
      write: (key, body) =>
        /\/sent-|\/claim-|^alerts\//u.test(key)
          ? Promise.reject(new Error('killed'))
          : store.write(key, body),
    };
    const told = telling(2, channel(pagerduty.url), env);
    expect(statesOf(await tell({ ...told, store: dying }))).toEqual({ it: 'failed' });
    await clock.sleep(121_000);
    expect(statesOf(await tell(told))).toEqual({ it: 'sent' });
    expect([...pagerduty.open.values()]).toEqual([2]);
  });

  it('gets its key by the wire only: not in the store, and not in an error', async () => {
    const pagerduty = await opened(startPagerDuty(clock));
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    pagerduty.next({ status: 400 });
    const [outcome] = await tell(telling(2, channel(pagerduty.url), env));
    expect(outcome?.state).toBe('failed');
    expect(String(outcome?.error)).not.toContain(routingKey);
    for (const key of await past.store.list('')) {
      expect(Buffer.from((await past.store.read(key)) ?? []).includes(routingKey), key).toBe(false);
    }
  });
});

describe('SNS', () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:alerts';

  it('publishes the whole text under a subject of ASCII', async () => {
    const sns = await opened(startSns());
    await past.next({ resources: fine });
    await past.next({ resources: [volume('überlauf', false), bucket('logs', 0)] });
    await tell(telling(2, `{ type: sns, topic: "${topic}" }`, { AWS_ENDPOINT_URL: sns.url }));
    expect(sns.published).toEqual([
      expect.objectContaining({ topic, subject: 'HIGH new in 111122223333: ?berlauf is not encrypted' }),
    ]);
    expect(sns.published[0]?.message).toContain('überlauf is not encrypted');
  });

  it('on a FIFO topic shows a second copy to nobody', async () => {
    const sns = await opened(startSns());
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    const { store } = past;
    const dying: StoreDriver = {
      ...store,
      write: (key, body) =>
        key.includes('/sent-') ? Promise.reject(new Error('killed')) : store.write(key, body),
    };
    const told = telling(2, `{ type: sns, topic: "${topic}.fifo" }`, { AWS_ENDPOINT_URL: sns.url });
    expect(statesOf(await tell({ ...told, store: dying }))).toEqual({ it: 'failed' });
    expect(statesOf(await tell(told))).toEqual({ it: 'sent' });
    expect(sns.taken).toHaveLength(2);
    expect(sns.published).toHaveLength(1);
  });
});

describe('e-mail', () => {
  const channel = '{ type: email, from: plumbline@example.com, to: [ops@example.com, web@example.com] }';

  it('is one message with a text and an HTML part', async () => {
    const ses = await opened(startSes(clock));
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    expect(statesOf(await tell(telling(2, channel, { AWS_ENDPOINT_URL: ses.url })))).toEqual({ it: 'sent' });
    const mail = ses.taken[0]?.json as Mail;
    expect(mail.Destination.ToAddresses).toEqual(['ops@example.com', 'web@example.com']);
    expect(mail.Content.Simple.Subject.Data).toBe('HIGH new in 111122223333: a is not encrypted');
    expect(mail.Content.Simple.Body.Text.Data).toContain('plumbline show ');
  });

  it('that SES refuses says what it needs, and none of the words of SES', async () => {
    const ses = await opened(startSes(clock));
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    ses.next({
      status: 403,
      headers: { 'x-amzn-errortype': 'AccessDeniedException', 'content-type': 'application/json' },
      body: '{"message":"not for hunter2hunter2"}',
    });
    const [outcome] = await tell(telling(2, channel, { AWS_ENDPOINT_URL: ses.url }));
    expect(String(outcome?.error)).toContain('(AccessDeniedException): it needs ses:SendEmail');
    expect(String(outcome?.error)).not.toContain('hunter2');
  });
});
