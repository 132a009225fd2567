import { describe, expect, it } from 'vitest';
import { SeenProgress, watchScan } from '#cli/progress.ts';
import type { ScanProgress } from '#pipeline/scan-options.ts';

const totals = { shards: 0, shardsDone: 0, resources: 0, fails: 0, calls: 1, throttled: 0 };
const planned: ScanProgress = {
  type: 'planned',
  provider: 'aws',
  accounts: ['111122223333', '444455556666'],
  regions: ['eu-west-1'],
  notices: [],
  totals: { ...totals, shards: 4 },
};

const usage = (): { calls: number; throttled: number } => ({ calls: 9, throttled: 2 });

const seen = (...events: readonly ScanProgress[]): ReturnType<SeenProgress['state']> => {
  const progress = new SeenProgress({ estate: 'shop', color: false, expected: 800, usage });
  for (const event of events) progress.see(event);
  return progress.state();
};

describe('what is shown while a scan runs', () => {
  it('says that it plans before there is a plan', () => {
    const { current, providers } = seen();
    expect(current).toBe('planning');
    expect(providers[0]).toMatchObject({ scope: 'planning', calls: 9, done: false });
  });

  it('counts shards and names the one that is being read', () => {
    const state = seen(planned, {
      type: 'shard-started',
      shard: 'aws/111122223333/iam',
      totals: { ...totals, shards: 4, shardsDone: 1, resources: 20 },
    });
    expect(state.title).toMatch(/^Plumbline \S+ · shop: 2 accounts$/);
    expect(state.current).toBe('aws/111122223333/iam');
    expect(state.providers).toEqual([
      {
        provider: 'aws',
        scope: '1 of 4 shards',
        resources: 20,
        expected: 800,
        calls: 9,
        throttled: 2,
        done: false,
      },
    ]);
  });

  it('is done with a provider when all its shards are, and then compares', () => {
    const state = seen(planned, {
      type: 'comparing',
      with: 3,
      totals: { ...totals, shards: 4, shardsDone: 4 },
    });
    expect(state.providers[0]?.done).toBe(true);
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
    const watch = watchScan(io, { estate: 'shop', color: false, expected: 0, usage });
    watch.see({ type: 'notice', text: 'scan 3 is damaged', totals });
    watch.see({ type: 'overtaken', by: 4, totals });
    watch.end();
    expect(err).toBe('scan 3 is damaged\nScan 4 was committed first; comparing with it.\n');
  });
});
