/** What the rules of a firewall open to the internet, and the verdict about it: the same in every cloud. */
import type { PortSpan } from './aws/network.ts';
import { isInternet, parseCidr } from './cidr.ts';
import type { Evidence, Fail, Pass, Unknown } from './verdict.ts';
import { fail, pass, undecidable } from './verdict.ts';

/** On one transport. */
export interface Exposure<Rule> {
  /** Spans of ports that the internet reaches; sorted, without overlap. */
  readonly spans: readonly PortSpan[];
  /** Rules that let it in, alone or together, in the order of the cloud. */
  readonly rules: readonly Rule[];
  /** Rules that would open more, if sources of which the addresses are not known here held the internet. */
  readonly undecided: readonly Rule[];
}

/** What a check wants closed. */
export interface Wanted<Rule> {
  /** Every port by default. */
  readonly tcp?: readonly PortSpan[];
  readonly udp?: readonly PortSpan[];
  /** Any port at all by default. */
  readonly isTooMuch?: (open: readonly PortSpan[]) => boolean;
  /** Whether these would be too much: any rule by default. */
  readonly isDoubtful?: (undecided: readonly Rule[]) => boolean;
  /** What evidence says was expected. */
  readonly expected: string;
}

/** What a cloud says of its rules. */
interface Told<Rule> {
  readonly evidence: (rules: readonly Rule[]) => readonly Evidence[];
  /** Why it can't be decided. */
  readonly doubt: string;
}

const isAny = (list: readonly unknown[]): boolean => list.length > 0;

/** @param exposures of these rules, one a transport. */
export const judgeExposures = <Rule>(
  rules: readonly Rule[],
  exposures: readonly Exposure<Rule>[],
  { isTooMuch = isAny, isDoubtful = isAny }: Wanted<Rule>,
  { evidence, doubt }: Told<Rule>,
): Pass<never> | Fail | Unknown => {
  const bad = exposures.filter(({ spans }) => isTooMuch(spans));
  if (bad.length > 0) {
    return fail(evidence(rules.filter((rule) => bad.some((exposure) => exposure.rules.includes(rule)))));
  }
  return exposures.some(({ undecided }) => isDoubtful(undecided)) ? undecidable(doubt) : pass;
};

/** The verdict about ranges that are let in, all of them together. */
export const judgeRanges = (
  ranges: readonly string[],
  path: string,
  expected: string,
): Pass<never> | Fail | Unknown => {
  if (isInternet(ranges)) return fail([{ path, found: ranges.join(', '), expected }]);
  return ranges.every((range) => parseCidr(range) !== undefined)
    ? pass
    : undecidable('an authorised range is no range of addresses');
};
