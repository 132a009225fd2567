import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AddressRange, CidrSet } from '#model/cidr.ts';
import {
  addressCount,
  complementSet,
  internetShare,
  intersectSets,
  isInternet,
  parseCidr,
  setCovers,
  setsMeet,
  subtractSets,
  toSet,
  unionSets,
} from '#model/cidr.ts';

describe('parseCidr', () => {
  test.each([
    ['10.0.0.0/8', 0x0a000000n, 0x0affffffn],
    ['10.1.2.3/8', 0x0a000000n, 0x0affffffn],
    ['203.0.113.7', 0xcb007107n, 0xcb007107n],
    ['0.0.0.0/0', 0n, 0xffffffffn],
    ['::/0', 0n, (1n << 128n) - 1n],
    ['::1', 1n, 1n],
  ])('reads %s', (text, first, last) => {
    expect(parseCidr(text)).toMatchObject({ first, last });
  });

  test.each([
    '',
    '10.1',
    '012.0.0.1',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/8/8',
    '1.2.3.4/-1',
    '256.1.1.1',
    'fe80::1%eth0',
    '0x7f.1',
    'sg-1',
  ])('refuses %j', (text) => expect(parseCidr(text)).toBeUndefined());
});

/** Sets of addresses 0 to 31, so that every address can be tried. */
const universe = Array.from({ length: 32 }, (_value, index) => BigInt(index));
const range: fc.Arbitrary<AddressRange> = fc
  .tuple(fc.constantFrom(4 as const, 6 as const), fc.nat(31), fc.nat(31))
  .map(([family, a, b]) => ({ family, first: BigInt(Math.min(a, b)), last: BigInt(Math.max(a, b)) }));
const set: fc.Arbitrary<CidrSet> = fc.array(range, { maxLength: 6 });
const holds = (ranges: CidrSet, family: 4 | 6, address: bigint): boolean =>
  ranges.some((one) => one.family === family && one.first <= address && address <= one.last);

describe('sets of addresses', () => {
  test('agree with membership, address by address', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const union = unionSets(a, b);
        const common = intersectSets(a, b);
        const rest = subtractSets(a, b);
        const others = complementSet(a);
        let covered = true;
        let meets = false;
        for (const family of [4, 6] as const) {
          for (const address of universe) {
            const inA = holds(a, family, address);
            const inB = holds(b, family, address);
            expect(holds(union, family, address)).toBe(inA || inB);
            expect(holds(common, family, address)).toBe(inA && inB);
            expect(holds(rest, family, address)).toBe(inA && !inB);
            expect(holds(others, family, address)).toBe(!inA);
            if (inB && !inA) covered = false;
            if (inA && inB) meets = true;
          }
        }
        expect(setCovers(a, b)).toBe(covered);
        expect(setsMeet(a, b)).toBe(meets);
        const count = [4, 6].flatMap((family) =>
          universe.filter((address) => holds(a, family as 4 | 6, address)),
        );
        expect(addressCount(a)).toBe(BigInt(count.length));
      }),
    );
  });
});

describe('the internet', () => {
  test.each([
    ['all of IPv4', ['0.0.0.0/0']],
    ['all of IPv6', ['::/0']],
    ['two halves', ['0.0.0.0/1', '128.0.0.0/1']],
    ['two halves of IPv6', ['::/1', '8000::/1']],
    ['global unicast alone', ['2000::/3']],
    ['more than a /8', ['52.0.0.0/7']],
    ['one address less than everything', ['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3', '224.0.0.0/4']],
  ])('is %s', (_name, cidrs) => expect(isInternet(cidrs)).toBe(true));

  test.each([
    ['one public /8', ['52.0.0.0/8']],
    ['private ranges', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']],
    ['unique local addresses', ['fc00::/7']],
    ['an IPv6 /32', ['2a00::/32']],
    ['text that is no range', ['everywhere']],
    ['nothing', []],
  ])('is not %s', (_name, cidrs) => expect(isInternet(cidrs)).toBe(false));

  test('is told in four widths', () => {
    expect(internetShare(toSet(['0.0.0.0/0'])).width).toBe('all');
    expect(internetShare(toSet(['52.0.0.0/6'])).width).toBe('wide');
    expect(internetShare(toSet(['52.1.0.0/16']))).toEqual({ width: 'some', families: [4] });
    expect(internetShare(toSet(['10.0.0.0/8'])).width).toBe('none');
  });
});
