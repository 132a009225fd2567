import { describe, expect, it } from 'vitest';
import { exitOf } from '#cli/exit.ts';

const open = { critical: 0, high: 2, medium: 5, low: 0 };

describe('the exit code of a scan', () => {
  it.each([
    [
      'findings, and nothing set to fail it',
      { complete: true, open },
      { failOn: 'none', allowIncomplete: false },
      0,
    ],
    ['findings at the level', { complete: true, open }, { failOn: 'high', allowIncomplete: false }, 1],
    ['findings above the level', { complete: true, open }, { failOn: 'low', allowIncomplete: false }, 1],
    [
      'findings below the level only',
      { complete: true, open },
      { failOn: 'critical', allowIncomplete: false },
      0,
    ],
    ['no findings', { complete: true, open: {} }, { failOn: 'low', allowIncomplete: false }, 0],
    ['an incomplete scan', { complete: false, open: {} }, { failOn: 'none', allowIncomplete: false }, 3],
    [
      'an incomplete scan with findings',
      { complete: false, open },
      { failOn: 'high', allowIncomplete: false },
      3,
    ],
    [
      'an incomplete scan that is allowed',
      { complete: false, open: {} },
      { failOn: 'none', allowIncomplete: true },
      0,
    ],
    [
      'allowed, with findings at the level',
      { complete: false, open },
      { failOn: 'high', allowIncomplete: true },
      1,
    ],
  ] as const)('%s', (_situation, outcome, rules, code) => {
    expect(exitOf(outcome, rules).code).toBe(code);
  });

  it('says what it would have been', () => {
    expect(exitOf({ complete: false, open }, { failOn: 'high', allowIncomplete: false }).text).toBe(
      'incomplete scan (--allow-incomplete: exit 1, findings at high or above)',
    );
  });
});
