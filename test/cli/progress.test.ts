import { describe, expect, it, vi } from 'vitest';
import { progressLine, showProgress } from '#cli/progress.ts';

const start = Date.parse('2026-11-24T06:00:00Z');
const at = (seconds: number): Date => new Date(start + seconds * 1000);
const state = { provider: 'aws', shards: 40, shardsDone: 10, resources: 8214, calls: 184, throttled: 4 };

describe('a line of progress', () => {
  it('says how far, how much, and how long', () => {
    expect(progressLine(state, start, at(2))).toBe(
      '06:00:02 aws 10 of 40 shards, 8,214 resources, 184 calls, 4 throttled, 2 s, ~6 s left',
    );
  });

  it('guesses no end before the first shard is done', () => {
    expect(progressLine({ ...state, shardsDone: 0, throttled: 0 }, start, at(2))).toBe(
      '06:00:02 aws 0 of 40 shards, 8,214 resources, 184 calls, 2 s',
    );
  });

  it('says that it plans while there is no plan', () => {
    expect(progressLine({ ...state, shards: 0, calls: 1 }, start, at(3))).toBe(
      '06:00:03 aws planning, 1 call, 3 s',
    );
  });
});

describe('progress', () => {
  const watch = async (isTTY: boolean, env: Record<string, string>): Promise<readonly string[]> => {
    vi.useFakeTimers();
    try {
      let now = at(0);
      const written: string[] = [];
      const stderr = {
        isTTY,
        columns: 60,
        write: (text: string) => {
          written.push(text);
          return Promise.resolve();
        },
      };
      const progress = showProgress({ stderr, env, now: () => now }, () => state);
      for (let second = 1; second <= 11; second += 1) {
        now = at(second);
        vi.advanceTimersByTime(1000);
      }
      await progress.end();
      vi.advanceTimersByTime(60_000);
      return written;
    } finally {
      vi.useRealTimers();
    }
  };

  it('is one plain line each five seconds where nobody can rewrite it', async () => {
    const written = await watch(false, {});
    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^06:00:05 aws 10 of 40 shards.*\n$/);
    expect((await watch(true, { TERM: 'dumb' })).join('')).not.toContain('\u001b');
  });

  it('rewrites one line of a terminal, never longer than it is wide, and clears it at the end', async () => {
    const written = await watch(true, {});
    expect(written.length).toBeGreaterThan(20);
    for (const text of written) {
      expect(text.startsWith('\r\u001b[2K')).toBe(true);
      expect(text.length - 5).toBeLessThan(60);
      expect(text).not.toContain('\n');
    }
    expect(written.at(-1)).toBe('\r\u001b[2K');
  });
});
