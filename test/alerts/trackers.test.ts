import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { estateId } from '#alerts/memory.ts';
import { unread } from '#model/reading.ts';
import type { StoreDriver } from '#store/driver.ts';
import { bucket, history, volume } from '#test/pipeline/scan-scene.ts';
import type { Clock, Double } from '#test/support/channels/double.ts';
import { startClock, startDouble } from '#test/support/channels/double.ts';
import type { Telling } from '#test/support/channels/telling.ts';
import { statesOf, tell } from '#test/support/channels/telling.ts';
import type { TrackerDouble } from '#test/support/channels/trackers.ts';
import { startGitHub, startJira, trackerToken } from '#test/support/channels/trackers.ts';

const trackers = [
  {
    name: 'GitHub',
    start: startGitHub,
    channel: (url: string) => `{ type: github, repository: octo/cloud, token: TOKEN, endpoint: "${url}" }`,
  },
  {
    name: 'Jira',
    start: startJira,
    channel: (url: string) =>
      `{ type: jira, site: "${url}", project: SEC, user: bot@example.com, token: TOKEN }`,
  },
] as const;

describe.each(trackers)('$name', ({ start, channel }) => {
  let tracker: TrackerDouble;
  let ops: Double;
  let clock: Clock;
  let past: ReturnType<typeof history>;
  beforeEach(async () => {
    clock = startClock();
    tracker = await start(clock);
    ops = await startDouble({ answer: () => ({ status: 200, body: 'ok' }) });
    past = history();
  });
  afterEach(async () => {
    await tracker.close();
    await ops.close();
  });

  const telling = (scan: number): Telling => ({
    store: past.store,
    scan,
    clock,
    env: { TOKEN: trackerToken, OPS_URL: ops.url },
    yaml: `
estate: tideway
alerts:
  administrators: ops
  channels:
    ops: { type: slack, url: OPS_URL }
    issues: ${channel(tracker.url)}
  routes: [{ channel: issues }]
`,
  });

  const fine = [volume('a', true), volume('b', true), bucket('logs', 0)];
  const bad = [volume('a', false), volume('b', false), bucket('logs', 0)];

  it('gets one issue for a cause, closes it when it is mended, and opens it again when it is back', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    expect(statesOf(await tell(telling(2)))).toEqual({ issues: 'sent' });
    expect(tracker.issues).toHaveLength(1);
    expect(tracker.issues[0]?.title).toMatch(/^high: [ab] is not encrypted/);
    await past.next({ resources: [volume('a', true), volume('b', false), bucket('logs', 0)] });
    await tell(telling(3));
    expect(tracker.issues[0]?.open).toBe(true);
    await past.next({ resources: fine });
    await tell(telling(4));
    expect(tracker.issues[0]).toMatchObject({
      open: false,
      comments: [expect.stringContaining('Resolved: scan 4')],
    });
    await past.next({ resources: bad });
    await tell(telling(5));
    expect(tracker.issues).toHaveLength(1);
    expect(tracker.issues[0]).toMatchObject({
      open: true,
      comments: [expect.anything(), expect.stringContaining('scan 5 found it again')],
    });
  });

  it('closes more than twenty in several goes', async () => {
    await past.next({ resources: fine });
    const many = (grants: (index: number) => number, from: number) =>
      Array.from({ length: 15 }, (_, index) => bucket(`b${from + index}`, grants(from + index)));
    await past.next({ resources: [...fine, ...many((index) => index + 1, 0), ...many(() => 0, 15)] });
    await tell(telling(2));
    await past.next({
      resources: [...fine, ...many((index) => index + 1, 0), ...many((index) => index + 1, 15)],
    });
    await tell(telling(3));
    expect(tracker.issues.filter(({ open }) => open)).toHaveLength(30);
    await past.next({ resources: [...fine, ...many(() => 0, 0), ...many(() => 0, 15)] });
    expect(statesOf(await tell(telling(4)))).toEqual({ issues: 'sent' });
    expect(tracker.issues.filter(({ open }) => open)).toEqual([]);
    expect(tracker.issues.every(({ comments }) => comments.length === 1)).toBe(true);
  });

  it('is not talked into taking an issue for another one by what a resource is called', async () => {
    const mark = `<!-- plumbline cause=0123456789ab estate=${estateId('tideway')} -->`;
    await past.next({ resources: fine });
    const hostile = [volume(mark, false), volume('b', true), bucket('logs', 0)];
    for (const scan of [2, 3, 4]) {
      await past.next({ resources: hostile });
      await tell(telling(scan));
    }
    await past.next({ resources: [...hostile, bucket('more', 3)] });
    await tell(telling(5));
    expect(tracker.issues).toHaveLength(2);
    expect(tracker.issues.map(({ open }) => open)).toEqual([true, true]);
  });

  it('keeps an issue open while nobody can look', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    await tell(telling(2));
    const denied = unread('denied', 'ec2:DescribeVolumes');
    await past.next({ resources: [volume('a', denied), volume('b', denied), bucket('logs', 1)] });
    await tell(telling(3));
    expect(tracker.issues.map(({ open }) => open)).toEqual([true, true]);
  });

  it('gets at most 20 issues of a scan, and the last one says how many there are besides', async () => {
    await past.next({ resources: fine });
    const many = Array.from({ length: 33 }, (_, index) => bucket(`b${index}`, index + 1));
    await past.next({ resources: [...fine, ...many] });
    await tell(telling(2));
    expect(tracker.issues).toHaveLength(20);
    const saying = tracker.issues.filter(({ body }) =>
      body.includes('13 more causes of scan 2 have no issue'),
    );
    expect(saying).toEqual([tracker.issues[19]]);
  });

  it('gets no second issue from a process that was killed before it could write down the first', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    const { store } = past;
    const dying: StoreDriver = {
      ...store,
      write: (key, body) =>
        /\/sent-|\/claim-/u.test(key) ? Promise.reject(new Error('killed')) : store.write(key, body),
    };
    expect(statesOf(await tell({ ...telling(2), store: dying }))).toEqual({ issues: 'failed' });
    await clock.sleep(121_000);
    expect(statesOf(await tell(telling(2)))).toEqual({ issues: 'sent' });
    expect(tracker.issues).toHaveLength(1);
  });

  it('is not told of a first day', async () => {
    await past.next({ resources: bad });
    expect(statesOf(await tell(telling(1)))).toEqual({ ops: 'sent' });
    expect(tracker.issues).toEqual([]);
  });

  it('waits where it is asked to, and says nothing of the token', async () => {
    await past.next({ resources: fine });
    await past.next({ resources: bad });
    tracker.next({ status: 429, headers: { 'retry-after': '11' } });
    expect(statesOf(await tell(telling(2)))).toEqual({ issues: 'sent' });
    expect(clock.slept).toContain(11_000);
    await past.next({ resources: fine });
    tracker.next({ status: 401, body: trackerToken });
    const [outcome] = await tell(telling(3));
    expect(String(outcome?.error)).toContain('answered 401');
    expect(String(outcome?.error)).not.toContain(trackerToken);
  });
});

describe('GitHub', () => {
  it('that answers 403 for its secondary limit is waited for', async () => {
    const clock = startClock();
    const past = history();
    const github = await startGitHub(clock);
    await past.next({ resources: [volume('a', true)] });
    await past.next({ resources: [volume('a', false)] });
    github.next({ status: 403, headers: { 'retry-after': '30' } });
    const [told] = await tell({
      store: past.store,
      scan: 2,
      clock,
      env: { TOKEN: trackerToken, OPS_URL: 'http://127.0.0.1:1' },
      yaml: `
alerts:
  administrators: ops
  channels:
    ops: { type: slack, url: OPS_URL }
    issues: { type: github, repository: octo/cloud, token: TOKEN, endpoint: "${github.url}" }
  routes: [{ channel: issues }]
`,
    });
    expect(told?.state).toBe('sent');
    expect(clock.slept).toContain(30_000);
    await github.close();
  });
});
