import { describe, expect, it } from 'vitest';
import { exitOf } from '#cli/exit.ts';

const fresh = undefined;
const open = { critical: 0, high: 2, medium: 5, low: 0 };

describe('the exit code of a scan', () => {
  it.each([
    [
      'findings, and nothing set to fail it',
      { complete: true, open, fresh },
      { failOn: 'none', allowIncomplete: false },
      0,
    ],
    ['findings at the level', { complete: true, open, fresh }, { failOn: 'high', allowIncomplete: false }, 1],
    [
      'findings above the level',
      { complete: true, open, fresh },
      { failOn: 'low', allowIncomplete: false },
      1,
    ],
    [
      'findings below the level only',
      { complete: true, open, fresh },
      { failOn: 'critical', allowIncomplete: false },
      0,
    ],
    ['no findings', { complete: true, open: {}, fresh }, { failOn: 'low', allowIncomplete: false }, 0],
    [
      'an incomplete scan',
      { complete: false, open: {}, fresh },
      { failOn: 'none', allowIncomplete: false },
      3,
    ],
    [
      'an incomplete scan with findings',
      { complete: false, open, fresh },
      { failOn: 'high', allowIncomplete: false },
      3,
    ],
    [
      'an incomplete scan that is allowed',
      { complete: false, open: {}, fresh },
      { failOn: 'none', allowIncomplete: true },
      0,
    ],
    [
      'allowed, with findings at the level',
      { complete: false, open, fresh },
      { failOn: 'high', allowIncomplete: true },
      1,
    ],
  ] as const)('%s', (_situation, outcome, rules, code) => {
    expect(exitOf(outcome, rules).code).toBe(code);
  });

  it.each([
    ['old findings only', { high: 0 }, 0, 'no new finding at high or above'],
    ['a new one at the level', { high: 1 }, 1, 'new findings at high or above'],
    ['a new one below the level', { medium: 1 }, 0, 'no new finding at high or above'],
    ['a first scan', undefined, 0, 'first scan: nothing to compare with, so no finding counts as new'],
  ] as const)('of new findings only looks at them: %s', (_situation, numbers, code, text) => {
    const outcome = { complete: true, open, fresh: numbers };
    expect(exitOf(outcome, { failOn: 'new:high', allowIncomplete: false })).toEqual({ code, text });
  });

  it('says what it would have been', () => {
    expect(exitOf({ complete: false, open, fresh }, { failOn: 'high', allowIncomplete: false }).text).toBe(
      'incomplete scan (--allow-incomplete: exit 1, findings at high or above)',
    );
  });
});
