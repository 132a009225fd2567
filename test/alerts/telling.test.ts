import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unread } from '#model/reading.ts';
import { readRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { all, bucket, history, prod, staging, volume } from '#test/pipeline/scan-scene.ts';
import type { Clock, Double } from '#test/support/channels/double.ts';
import { startClock, startDouble } from '#test/support/channels/double.ts';
import { routingKey, startPagerDuty } from '#test/support/channels/pagerduty.ts';
import { slackTexts, startSlack } from '#test/support/channels/slack.ts';
import type { Telling } from '#test/support/channels/telling.ts';
import { prepared, statesOf, tell } from '#test/support/channels/telling.ts';

const yaml = `
estate: tideway
owners: [{ tag: team }, { owner: platform }]
alerts:
  administrators: ops
  channels:
    ops: { type: slack, url: OPS_URL }
    chat: { type: slack, url: CHAT_URL }
  routes:
    - { channel: chat, severity: low }
`;

let ops: Double;
let chat: Double;
let clock: Clock;
let past: ReturnType<typeof history>;
let store: StoreDriver;
beforeEach(async () => {
  clock = startClock();
  ops = await startSlack(clock);
  chat = await startSlack(clock);
  past = history();
  store = past.store;
});
afterEach(async () => {
  await ops.close();
  await chat.close();
});

const telling = (scan: number, over: Partial<Telling> = {}): Telling => ({
  store,
  scan,
  yaml,
  clock,
  env: { OPS_URL: `${ops.url}/secret-path`, CHAT_URL: `${chat.url}/secret-path` },
  ...over,
});

const textsOf = (double: Double): readonly string[] =>
  double.taken.map(({ json }) => (json as { readonly text: string }).text);

const fine = [volume('a', true), volume('b', true)];

describe('a scan after one change', () => {
  it('sends one message that names the change, and the next, unchanged, none', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: [volume('a', false), volume('b', true)] });
    expect(statesOf(await tell(telling(2)))).toEqual({ chat: 'sent' });
    expect(textsOf(chat)).toEqual([
      expect.stringMatching(
        /^HIGH new in 111122223333: a is not encrypted\. Expected true, found false\. Finding [0-9a-f]{6}\. Scan 2\.$/,
      ),
    ]);
    await past.next({ resources: [volume('a', false), volume('b', true)] });
    expect(await tell(telling(3))).toEqual([]);
    expect(chat.taken).toHaveLength(1);
    expect(ops.taken).toHaveLength(0);
  });

  it('is told once, however often it is told', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: [volume('a', false)] });
    await tell(telling(2));
    expect(statesOf(await tell(telling(2)))).toEqual({ chat: 'before' });
    expect(chat.taken).toHaveLength(1);
    const rows = await all(
      readRows<{ readonly kind: string }>(store, `${await runOf(2)}/alerts/transitions`),
    );
    expect(rows).toEqual([expect.objectContaining({ kind: 'new', severity: 'high' })]);
  });

  it('tells what is resolved, without calling it new', async () => {
    await past.next({ resources: [volume('a', false), volume('b', true)] });
    await past.next({ resources: fine });
    await tell(telling(2));
    expect(textsOf(chat)).toEqual([
      expect.stringMatching(
        /^RESOLVED, no longer so: a is not encrypted\. Open for 24 h, where aws 111122223333\. Finding [0-9a-f]{6}\. Scan 2\.$/,
      ),
    ]);
  });

  it('groups what has one cause, and names the rest in a sentence', async () => {
    await past.next({ resources: [bucket('gone', 1)] });
    const many = Array.from({ length: 214 }, (_, index) => volume(`v${index}`, false));
    await past.next({ resources: [...many, bucket('gone', 0), bucket('logs', 3)] });
    const [one] = await prepared(telling(2));
    expect(one?.message.headline).toBe('1 new CRITICAL in tideway');
    expect(one?.message.items.map(({ title }) => title)).toEqual([
      'logs grants access by its ACL',
      expect.stringMatching(/^v\d+ is not encrypted$/),
      'gone grants access by its ACL',
    ]);
    expect(one?.message.items[1]?.detail).toContain('214 findings from this one cause');
    expect(one?.message.also).toBe('');
  });
});

const runOf = async (scan: number): Promise<string> => {
  const keys = await store.list('manifests/');
  const bytes = await store.read(keys[scan - 1] ?? '');
  return `scans/${(JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as { readonly run: string }).run}`;
};

describe('three owners in one run', () => {
  it('get three messages, each only its own', async () => {
    await past.next({ resources: [] });
    const of = (name: string, team: string) => volume(name, false, { tags: { team } });
    await past.next({ resources: [of('a', 'ledger'), of('b', 'web'), of('c', 'web'), volume('d', false)] });
    const perOwner = yaml.replace('severity: low', 'byOwner: true');
    expect(statesOf(await tell(telling(2, { yaml: perOwner })))).toEqual({
      'chat ledger': 'sent',
      'chat web': 'sent',
      'chat platform': 'sent',
    });
    const texts = chat.taken.map(({ body }) => body);
    for (const [name, others] of [
      ['a is not', ['b is not', 'c is not', 'd is not']],
      ['d is not', ['a is not', 'b is not', 'c is not']],
    ] as const) {
      const own = texts.filter((text) => text.includes(name));
      expect(own).toHaveLength(1);
      for (const other of others) expect(own[0]).not.toContain(other);
    }
  });
});

describe('a lost permission', () => {
  it('is told before any finding, to the administrators and to whoever has the account', async () => {
    await past.next({ resources: [volume('a', true), bucket('logs', 0)] });
    await past.next({ resources: [volume('a', unread('denied', 'ec2:DescribeVolumes')), bucket('logs', 1)] });
    expect(statesOf(await tell(telling(2)))).toEqual({ ops: 'sent', chat: 'sent' });
    const [text = ''] = textsOf(chat);
    expect(text).toContain("COVERAGE LOST: settings of AWS::EC2::Volume in 111122223333 can't be judged.");
    expect(text.indexOf('COVERAGE LOST')).toBeLessThan(text.indexOf('MEDIUM new'));
    expect(text).toContain('No finding was resolved by this.');
    // The first is the text for a locked phone.
    const blocks = slackTexts(chat.taken[0]?.json).slice(1);
    const at = (what: string): number => blocks.findIndex((block) => block.includes(what));
    expect(at('COVERAGE LOST')).toBeLessThan(at('MEDIUM new'));
    expect(textsOf(ops)[0]).toContain('COVERAGE LOST');
    expect(textsOf(ops)[0]).not.toContain('logs grants');
  });
});

describe('a first day', () => {
  it('with 12,000 findings is one summary to the administrators, and nothing to owners', async () => {
    const resources = Array.from({ length: 12_000 }, (_, index) =>
      volume(`v${index}`, false, { tags: { team: `team-${index % 7}` } }),
    );
    await past.next({ resources });
    expect(statesOf(await tell(telling(1)))).toEqual({ ops: 'sent' });
    expect(textsOf(ops)).toEqual([
      'First scan of tideway: 12,000 open findings (12,000 high). Owners are told of what changes from now on. Scan 1.',
    ]);
    expect(chat.taken).toEqual([]);
  }, 30_000);

  it('of an account is told to the administrators only', async () => {
    const places = { places: [`${prod}/eu-west-1`] };
    await past.next({ ...places, resources: [volume('a', false)] });
    const both = { places: [`${prod}/eu-west-1`, `${staging}/eu-west-1`] };
    await past.next({ ...both, resources: [volume('a', false), volume('b', false, { account: staging })] });
    expect(statesOf(await tell(telling(2)))).toEqual({ ops: 'sent' });
    expect(textsOf(ops)[0]).toContain(`New to Plumbline: 1 account with 1 finding: ${staging} 1.`);
  });
});

describe('a channel that is in trouble', () => {
  beforeEach(async () => {
    await past.next({ resources: fine });
    await past.next({ resources: [volume('a', false)] });
  });

  it('with 429 is left alone as long as it says, and then told', async () => {
    chat.next({ status: 429, headers: { 'retry-after': '7' } }, { status: 503 });
    expect(statesOf(await tell(telling(2)))).toEqual({ chat: 'sent' });
    expect(clock.slept).toEqual([7_000, 2_000]);
    expect(chat.taken).toHaveLength(1);
  });

  it('that asks for longer than there is time is told by the next try', async () => {
    chat.next({ status: 429, headers: { 'retry-after': '900' } });
    expect(statesOf(await tell(telling(2)))).toEqual({ chat: 'failed' });
    expect(statesOf(await tell(telling(2)))).toEqual({ chat: 'sent' });
  });

  it('that answers 200 with an error has not got it', async () => {
    chat.next(...Array.from({ length: 5 }, () => ({ status: 200, body: 'no_service' })));
    const [outcome] = await tell(telling(2));
    expect(outcome?.state).toBe('failed');
    expect(String(outcome?.error)).toContain('answered 200 and no_service instead of ok');
  });

  it('that refuses fails at once, and neither address nor secret is said', async () => {
    chat.next({ status: 403, body: 'invalid_token' });
    const [outcome] = await tell(telling(2));
    expect(chat.statuses).toEqual([403]);
    expect(String(outcome?.error)).toContain('Slack channel chat at 127.0.0.1 answered 403');
    const { stack, cause } = outcome?.error instanceof Error ? outcome.error : new Error('none');
    expect(`${stack} ${String(cause)}`).not.toContain('secret-path');
  });
});

describe('a process that is killed between sending and the acknowledgement', () => {
  const signed = yaml.replace(
    'chat: { type: slack, url: CHAT_URL }',
    'chat: { type: webhook, url: CHAT_URL, secret: CHAT_SECRET }',
  );

  it('sends again what the receiver knows by its id', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: [volume('a', false)] });
    const ids: unknown[] = [];
    const receiver = await startDouble({
      answer: ({ headers }) => {
        ids.push(headers['plumbline-id']);
        return { status: 204 };
      },
    });
    const env = { OPS_URL: ops.url, CHAT_URL: receiver.url, CHAT_SECRET: 'a secret of twenty-six letters' };
    // The store goes away with the process: what was sent is not written down.
    const dying: StoreDriver = {
      ...store,
      write: (key, body) =>
        /\/sent-|\/claim-/u.test(key) ? Promise.reject(new Error('killed')) : store.write(key, body),
    };
    expect(statesOf(await tell(telling(2, { yaml: signed, env, store: dying })))).toEqual({ chat: 'failed' });
    await clock.sleep(121_000);
    expect(statesOf(await tell(telling(2, { yaml: signed, env })))).toEqual({ chat: 'sent' });
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    await receiver.close();
  });
});

describe('two processes at once', () => {
  it('send one message, and the slower one is told so', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: [volume('a', false)] });
    const outcomes = (await Promise.all([tell(telling(2)), tell(telling(2))])).flat();
    expect(chat.taken).toHaveLength(1);
    expect(outcomes.map(({ state }) => state).sort()).toEqual(['failed', 'sent']);
    const failed = outcomes.find(({ state }) => state === 'failed');
    expect(String(failed?.error)).toMatch(/another process/);
  });
});

describe('a channel that was taken out of the configuration', () => {
  it('before its message was acknowledged fails, and says what becomes of the message', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: [volume('a', false)] });
    chat.next({ status: 400 });
    await tell(telling(2));
    const without = yaml
      .replace('    chat: { type: slack, url: CHAT_URL }\n', '')
      .replace('channel: chat', 'channel: ops');
    const [outcome] = await tell(telling(2, { yaml: without }));
    expect(String(outcome?.error)).toContain('the channel chat is not in the configuration any more');
    expect(ops.taken).toEqual([]);
  });
});

describe('a message of several parts', () => {
  it('whose time runs out goes on where it stopped', async () => {
    const signed = yaml
      .replace('channel: chat', 'channel: issues')
      .replace(
        '    chat:',
        `    issues: { type: pagerduty, routingKey: KEY, endpoint: "${chat.url}" }\n    chat:`,
      );
    await past.next({ resources: fine });
    await past.next({ resources: [volume('a', false), bucket('b', 1), bucket('c', 2), bucket('d', 3)] });
    const pagerduty = await startPagerDuty(clock);
    const over = {
      yaml: signed.replace(chat.url, pagerduty.url),
      env: { KEY: routingKey, OPS_URL: ops.url },
    };
    let looks = 0;
    const timeLeft = (): number => {
      looks += 1;
      return looks > 2 ? 5_000 : 60_000;
    };
    const [first] = await tell(telling(2, { ...over, timeLeft }));
    expect(String(first?.error)).toContain('the next try sends the rest');
    const sent = pagerduty.taken.length;
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(4);
    expect(statesOf(await tell(telling(2, over)))).toEqual({ issues: 'sent' });
    expect([...pagerduty.open.values()]).toEqual([1, 1, 1, 1]);
    await pagerduty.close();
  });
});
