import { describe, expect, it } from 'vitest';
import type { Usages } from '#cli/progress.ts';
import { SeenProgress, watchScan } from '#cli/progress.ts';
import type { Provider } from '#model/resource.ts';
import type { ScanProgress } from '#pipeline/scan-options.ts';

const totals = { shards: 0, shardsDone: 0, resources: 0, fails: 0, calls: 1, throttled: 0 };
const planned = (provider: Provider, accounts: readonly string[], shards: number): ScanProgress => ({
  type: 'planned',
  provider,
  accounts,
  regions: ['eu-west-1'],
  shards,
  notices: [],
  totals,
});
const aws = planned('aws', ['111122223333', '444455556666'], 2);
const azure = planned('azure', ['3f8a1c7e'], 1);

const usages = (): Usages =>
  new Map([
    ['aws', { calls: 9, throttled: 2 }],
    ['azure', { calls: 4, throttled: 0 }],
  ]);

const seen = (...events: readonly ScanProgress[]): ReturnType<SeenProgress['state']> => {
  const progress = new SeenProgress({
    estate: 'shop',
    color: false,
    expected: new Map([['aws', 800]]),
    usages,
  });
  for (const event of events) progress.see(event);
  return progress.state();
};

describe('what is shown while a scan runs', () => {
  it('says that it plans before there is a plan', () => {
    const { title, current, providers } = seen();
    expect(title).toMatch(/ · shop$/);
    expect(current).toBe('planning');
    expect(providers.map(({ provider, scope, done }) => [provider, scope, done])).toEqual([
      ['aws', 'planning', false],
      ['azure', 'planning', false],
    ]);
  });

  it('counts accounts, shards, resources and calls cloud by cloud, and names what is being read', () => {
    const state = seen(
      aws,
      azure,
      { type: 'shard-started', shard: 'aws/111122223333/iam', totals },
      { type: 'shard-finished', shard: 'aws/111122223333/iam', resources: 20, fails: 0, totals },
      { type: 'shard-started', shard: 'azure/3f8a1c7e/subscription', totals },
      { type: 'reading', shard: 'azure/3f8a1c7e/subscription', resources: 250, totals },
      { type: 'reading', shard: 'azure/3f8a1c7e/subscription', resources: 500, totals },
    );
    expect(state.title).toMatch(/ · shop: 3 accounts$/);
    expect(state.current).toBe('azure/3f8a1c7e/subscription');
    const one = { done: false };
    expect(state.providers).toEqual([
      {
        ...one,
        provider: 'aws',
        scope: '1 of 2 shards',
        resources: 20,
        expected: 800,
        calls: 9,
        throttled: 2,
      },
      {
        ...one,
        provider: 'azure',
        scope: '0 of 1 shard',
        resources: 500,
        expected: 0,
        calls: 4,
        throttled: 0,
      },
    ]);
  });

  it('counts a shard that starts over anew', () => {
    const shard = 'aws/111122223333/iam';
    const { providers } = seen(
      aws,
      { type: 'shard-started', shard, totals },
      { type: 'reading', shard, resources: 250, totals },
      { type: 'shard-started', shard, totals },
    );
    expect(providers[0]?.resources).toBe(0);
  });

  it('is done with a cloud when all its shards are, and with one that could not be planned when it compares', () => {
    const shard = 'azure/3f8a1c7e/subscription';
    const read: readonly ScanProgress[] = [
      azure,
      { type: 'shard-started', shard, totals },
      { type: 'shard-finished', shard, resources: 7, fails: 0, totals },
    ];
    expect(seen(...read).providers.map(({ done }) => done)).toEqual([false, true]);
    const state = seen(...read, { type: 'comparing', with: 3, totals });
    expect(state.providers.map(({ done }) => done)).toEqual([true, true]);
    expect(state.current).toBe('comparing with scan 3');
  });

  it('tells people what the pipeline noticed, and stops when it is ended', () => {
    let err = '';
    const stderr = {
      isTTY: false,
      columns: 0,
      write: (text: string) => {
        err += text;
        return Promise.resolve();
      },
    };
    const io = {
      stdout: stderr,
      stderr,
      env: {},
      cwd: '/',
      signal: new AbortController().signal,
      now: () => new Date(0),
      command: 'plumbline',
    };
    const watch = watchScan(io, { estate: 'shop', color: false, expected: new Map(), usages });
    watch.see({ type: 'notice', text: 'scan 3 is damaged', totals });
    watch.see({ type: 'overtaken', by: 4, totals });
    watch.end();
    expect(err).toBe('scan 3 is damaged\nScan 4 was committed first; comparing with it.\n');
  });
});
