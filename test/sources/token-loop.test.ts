import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenLoop } from '#sources/token-loop.ts';

test('tokens that all differ close no circle', () => {
  const loop = new TokenLoop();
  expect(Array.from({ length: 5_000 }, (_, index) => loop.closes(`t${index}`))).not.toContain(true);
});

test('the same token again is a circle at once', () => {
  const loop = new TokenLoop();
  expect([loop.closes('a'), loop.closes('a')]).toEqual([false, true]);
});

test('a circle is told before it was gone round three times, wherever it begins', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 200 }), (before, length) => {
      const loop = new TokenLoop();
      let asked = 0;
      for (;;) {
        const at = asked < before ? asked : before + ((asked - before) % length);
        asked += 1;
        if (loop.closes(String(at))) break;
        if (asked > 10_000) throw new Error('never');
      }
      expect(asked).toBeGreaterThan(before);
      expect(asked).toBeLessThanOrEqual(3 * (before + length) + 1);
    }),
  );
});
