import { describe, expect, it } from 'vitest';
import { RecentKeys } from '#sources/recent-keys.ts';

describe('rows that come twice', () => {
  it('are known while they are among the latest', () => {
    const recent = new RecentKeys(3);
    expect(['a', 'b', 'a', 'c', 'b'].map((key) => recent.isNew(key))).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it('are forgotten in the order in which they came, so that memory stays flat', () => {
    const recent = new RecentKeys(3);
    for (const key of ['a', 'b', 'c', 'd']) recent.isNew(key);
    expect(recent.isNew('b')).toBe(false);
    expect(recent.isNew('a')).toBe(true);
  });
});
