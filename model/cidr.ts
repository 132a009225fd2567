/**
 * Address ranges as sets of numbers, so that two halves make a whole and a hole in a range is a hole. Texts are
 * parsed by ipaddr.js; everything else is arithmetic on inclusive intervals.
 */
import ipaddr from 'ipaddr.js';

export type Family = 4 | 6;

/** Inclusive at both ends. */
export interface AddressRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

/** May hold both families; {@link unionSets} and the others return it sorted and without overlap. */
export type CidrSet = readonly AddressRange[];

const bits: Readonly<Record<Family, number>> = { 4: 32, 6: 128 };
const lastAddress: Readonly<Record<Family, bigint>> = { 4: (1n << 32n) - 1n, 6: (1n << 128n) - 1n };

export const familyOf = (range: AddressRange): Family => range.family;

export const fullRange = (family: Family): AddressRange => ({ family, first: 0n, last: lastAddress[family] });

const prefixText = /^\d{1,3}$/;

/**
 * `10.0.0.0/8`, `2001:db8::/32`, or a bare address. Host bits are cleared, as AWS does. Undefined for anything else,
 * also for the shortened and octal forms that some parsers take (`10.1`, `012.0.0.1`). An IPv6 text that maps an
 * IPv4 address stays IPv6.
 */
export const parseCidr = (text: string): AddressRange | undefined => {
  if (parsed.has(text)) return parsed.get(text);
  // Emptied when full: what comes again is soon there again, and a hostile estate can't make it grow.
  if (parsed.size === parsedLimit) parsed.clear();
  const range = readCidr(text);
  parsed.set(text, range);
  return range;
};

/** Rules of one estate repeat few texts, and reading one costs as much as judging the rule. */
const parsed = new Map<string, AddressRange | undefined>();
const parsedLimit = 4096;

const readCidr = (text: string): AddressRange | undefined => {
  const [address = '', prefix, ...rest] = text.trim().split('/');
  if (rest.length > 0) return undefined;
  const family = familyOfText(address);
  if (family === undefined) return undefined;
  const length = prefix === undefined ? bits[family] : prefixText.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(length >= 0 && length <= bits[family])) return undefined;
  const size = 1n << BigInt(bits[family] - length);
  const value = toNumber(address);
  const first = value - (value % size);
  return { family, first, last: first + size - 1n };
};

function familyOfText(address: string): Family | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return address.split('.').some((part) => part.length > 1 && part.startsWith('0')) ? undefined : 4;
  }
  return !address.includes('%') && ipaddr.IPv6.isValid(address) ? 6 : undefined;
}

function toNumber(address: string): bigint {
  let value = 0n;
  for (const byte of ipaddr.parse(address).toByteArray()) value = (value << 8n) | BigInt(byte);
  return value;
}

export const unionSets = (...sets: readonly CidrSet[]): CidrSet => {
  const sorted = sets.flat().sort(compareRanges);
  const joined: AddressRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && last.family === range.family && range.first <= last.last + 1n) {
      if (range.last > last.last) joined[joined.length - 1] = { ...last, last: range.last };
    } else joined.push(range);
  }
  return joined;
};

function compareRanges(a: AddressRange, b: AddressRange): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0;
}

export const intersectSets = (a: CidrSet, b: CidrSet): CidrSet => {
  const common: AddressRange[] = [];
  for (const left of a) {
    for (const right of b) {
      if (left.family !== right.family) continue;
      const first = larger(left.first, right.first);
      const last = smaller(left.last, right.last);
      if (first <= last) common.push({ family: left.family, first, last });
    }
  }
  return unionSets(common);
};

/** Math.max and Math.min take no bigint. */
function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

export const subtractSets = (from: CidrSet, take: CidrSet): CidrSet => {
  let rest: readonly AddressRange[] = unionSets(from);
  for (const hole of take) {
    rest = rest.flatMap((range) => {
      if (range.family !== hole.family || hole.last < range.first || hole.first > range.last) return [range];
      const pieces: AddressRange[] = [];
      if (range.first < hole.first) pieces.push({ ...range, last: hole.first - 1n });
      if (range.last > hole.last) pieces.push({ ...range, first: hole.last + 1n });
      return pieces;
    });
  }
  return rest;
};

/** Everything that is not in the set, in the families given. */
export const complementSet = (set: CidrSet, families: readonly Family[] = [4, 6]): CidrSet =>
  subtractSets(families.map(fullRange), set);

export const setCovers = (wide: CidrSet, narrow: CidrSet): boolean => subtractSets(narrow, wide).length === 0;

export const setsMeet = (a: CidrSet, b: CidrSet): boolean => intersectSets(a, b).length > 0;

export const addressCount = (set: CidrSet): bigint =>
  unionSets(set).reduce((sum, range) => sum + (range.last - range.first + 1n), 0n);

/**
 * Ranges that never stand for somebody on the internet: private, shared (carrier), loopback, link-local,
 * documentation, benchmarking, multicast and reserved space; in IPv6 everything outside 2000::/3.
 *
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries.
 */
const specialV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

const constant = (...cidrs: readonly string[]): CidrSet =>
  unionSets(cidrs.map((cidr) => parseCidr(cidr)).filter((range) => range !== undefined));

const publicV4 = complementSet(constant(...specialV4), [4]);
const publicV6 = subtractSets(constant('2000::/3'), constant('2001:db8::/32'));
export const publicSpace: CidrSet = [...publicV4, ...publicV6];

/** From here on a set is as wide as the internet: more public addresses than a /8 of IPv4 or a /32 of IPv6. */
const wideCount: Readonly<Record<Family, bigint>> = { 4: 1n << 24n, 6: 1n << 96n };

export interface InternetShare {
  /** `all`: every public address of a family. `wide`: more than a /8 (IPv4) or /32 (IPv6) of public space. */
  readonly width: 'all' | 'wide' | 'some' | 'none';
  readonly families: readonly Family[];
}

/** How much of the public internet the union of these ranges is. Texts that are no range are `undefined`. */
export const internetShare = (set: CidrSet): InternetShare => {
  const widths = ([4, 6] as const).map((family) => ({ family, width: widthOf(set, family) }));
  for (const width of ['all', 'wide', 'some'] as const) {
    const families = widths.filter((item) => item.width === width).map((item) => item.family);
    if (families.length > 0) return { width, families };
  }
  return { width: 'none', families: [] };
};

function widthOf(set: CidrSet, family: Family): InternetShare['width'] {
  const whole = family === 4 ? publicV4 : publicV6;
  const part = intersectSets(set, whole);
  if (part.length === 0) return 'none';
  if (setCovers(part, whole)) return 'all';
  return addressCount(part) > wideCount[family] ? 'wide' : 'some';
}

/** Do these ranges together admit the internet? A text that is no range admits nobody here; report it elsewhere. */
export const isInternet = (cidrs: string | readonly string[]): boolean => {
  const list = typeof cidrs === 'string' ? [cidrs] : cidrs;
  const { width } = internetShare(toSet(list));
  return width === 'all' || width === 'wide';
};

/** The union of those texts that are ranges. */
export const toSet = (cidrs: readonly string[]): CidrSet =>
  unionSets(cidrs.map((cidr) => parseCidr(cidr)).filter((range) => range !== undefined));
