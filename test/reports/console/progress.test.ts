import { describe, expect, it } from 'vitest';
import type { ProgressState } from '#reports/console/progress.ts';
import { liveLines, Progress, plainLines } from '#reports/console/progress.ts';
import { columns } from '#reports/text/clean.ts';

const options = { width: 100, color: false, unicode: true };

const state = (resources: number): Omit<ProgressState, 'elapsed'> => ({
  title: 'Plumbline 0.1.0 · tideway: 4 accounts',
  current: 'config:SelectResourceConfig in shared-network',
  providers: [
    {
      provider: 'aws',
      scope: '4 accounts',
      resources,
      expected: 8300,
      calls: 184,
      throttled: 4,
      done: false,
    },
    {
      provider: 'gcp',
      scope: '2 projects',
      resources: 1190,
      expected: 0,
      calls: 22,
      throttled: 0,
      done: true,
    },
  ],
});

/** A clock and ticks that the test moves. */
const fakeTimer = () => {
  let now = Date.parse('2026-11-24T06:00:00Z');
  let tick: (() => void) | undefined;
  let interval = 0;
  return {
    interval: () => interval,
    running: () => tick !== undefined,
    pass: (milliseconds: number) => {
      for (let gone = interval; gone <= milliseconds; gone += interval) {
        now += interval;
        tick?.();
      }
    },
    timer: {
      now: () => now,
      every: (milliseconds: number, callback: () => void) => {
        interval = milliseconds;
        tick = callback;
        return () => {
          tick = undefined;
        };
      },
    },
  };
};

const recorder = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, stream: { isTTY, write: (text: string) => written.push(text) } };
};

describe('live lines', () => {
  it('have one line per provider and the time last', () => {
    expect(liveLines({ ...state(8214), elapsed: 31_000 }, options)).toEqual([
      'Plumbline 0.1.0 · tideway: 4 accounts',
      '',
      '  aws          4 accounts        8,214 of ~8,300   184 calls    4 throttled   ~1 s left',
      '  gcp          2 projects        1,190             22 calls                   done',
      '  0:31   206 calls   config:SelectResourceConfig in shared-network',
    ]);
  });

  it.each([100, 86, 85, 60, 40, 24])('are never wider than %i columns, or rewinding would break', (width) => {
    const hostile = {
      ...state(8214),
      title: 'x'.repeat(300),
      current: `${'y'.repeat(300)}\u001b[2J`,
      elapsed: 1,
    };
    for (const line of liveLines(hostile, { ...options, width })) {
      expect(columns(line)).toBeLessThanOrEqual(width);
      expect(line).not.toContain('\u001b');
    }
  });

  it('promise nothing about the end while nothing is known', () => {
    const text = liveLines({ ...state(0), elapsed: 1000 }, options).join('\n');
    expect(text).not.toContain('left');
  });
});

describe('plain lines', () => {
  it('say the time of day, and leave out who is done', () => {
    const at = new Date('2026-11-24T06:00:35Z');
    expect(plainLines({ ...state(8214), elapsed: 35_000 }, at, options)).toEqual([
      '06:00:35 aws 8,214 of ~8,300, 184 calls, 4 throttled, ~1 s left',
    ]);
  });
});

describe('progress', () => {
  it('rewrites its block in place on a terminal, and the time goes on while nothing else does', () => {
    const clock = fakeTimer();
    const { written, stream } = recorder(true);
    const progress = new Progress(() => state(100), stream, clock.timer, options);
    progress.start();
    clock.pass(5_000);
    expect(written.length).toBeGreaterThan(5);
    expect(written.slice(1).every((text) => text.startsWith('\u001b[5A\r\u001b[J'))).toBe(true);
    expect(written[0]).toContain('  0:00   ');
    expect(written.at(-1)).toContain('  0:05   ');
    progress.end();
    expect(written.at(-1)).toBe('\u001b[5A\r\u001b[J');
    expect(clock.running()).toBe(false);
  });

  it('writes one plain line each five seconds elsewhere', () => {
    const clock = fakeTimer();
    const { written, stream } = recorder(false);
    const progress = new Progress(() => state(8214), stream, clock.timer, options);
    progress.start();
    expect(clock.interval()).toBe(5_000);
    clock.pass(15_000);
    progress.end();
    expect(written).toHaveLength(3);
    expect(written[0]).toMatch(/^06:00:05 aws 8,214 of ~8,300/u);
    expect(written.join('')).not.toContain('\u001b');
  });

  it('does not move the cursor of a dumb terminal', () => {
    const clock = fakeTimer();
    const { written, stream } = recorder(true);
    new Progress(() => state(1), stream, clock.timer, { ...options, dumb: true }).start();
    clock.pass(5_000);
    expect(written.join('')).not.toContain('\u001b');
  });

  it('lets a message stand above the block', () => {
    const clock = fakeTimer();
    const { written, stream } = recorder(true);
    const progress = new Progress(() => state(1), stream, clock.timer, options);
    progress.start();
    progress.say('AWS Config does not record here: 1 kind unknown');
    expect(written[1]).toBe('\u001b[5A\r\u001b[JAWS Config does not record here: 1 kind unknown\n');
    expect(written[2]?.startsWith('Plumbline')).toBe(true);
    progress.end();
  });
});
