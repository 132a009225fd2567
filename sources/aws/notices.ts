/** Sentences on what AWS Config leaves in the dark: they come first, since everything else rests on it. */
import { compareText } from '#model/resource.ts';
import type { Gap } from './recorders.ts';

/** A place of which AWS Config says nothing, or not all. */
export interface DarkPlace {
  readonly account: string;
  readonly region: string;
  /** How many of the kinds that checks need are unknown there. */
  readonly kinds: number;
  readonly gap: Gap;
}

/** A region that is read from its services themselves. */
export interface DirectPlace {
  readonly account: string;
  readonly region: string;
  /** What AWS Config lacks there; undefined where it was not to be asked. */
  readonly because: string | undefined;
}

/** A region that was asked for by name, and that AWS does not have. */
export interface StrangeRegion {
  readonly name: string;
  /** The one that was probably meant. */
  readonly meant: string | undefined;
}

/** Places that are named; the rest is counted. */
const named = 5;

/** @param called how an account is named to a person. */
export const darkNotices = (dark: readonly DarkPlace[], called: (account: string) => string): string[] => {
  const worst = [...dark].sort(
    (a, b) =>
      Number(isRefused(a.gap)) - Number(isRefused(b.gap)) ||
      b.kinds - a.kinds ||
      compareText(a.account, b.account) ||
      compareText(a.region, b.region),
  );
  const notices = worst.slice(0, named).map((place) => sentence(place, called(place.account)));
  const rest = worst.slice(named);
  if (rest.length === 0) return notices;
  const accounts = new Set(rest.map((one) => one.account)).size;
  return [
    ...notices,
    `The same in ${rest.length} more ${rest.length === 1 ? 'region' : 'regions'} of ${accounts} ${accounts === 1 ? 'account' : 'accounts'}: see the coverage.`,
  ];
};

/** AWS Config may well record there: it would not say. */
const isRefused = ({ state }: Gap): boolean => state !== 'not-recorded' && state !== 'stale';

const sentence = ({ region, kinds, gap }: DarkPlace, account: string): string => {
  const unknown = `${kinds} ${kinds === 1 ? 'kind' : 'kinds'} unknown`;
  if (isRefused(gap)) {
    return `AWS Config could not be asked in ${account} ${region}: ${unknown} (${gap.state}${gap.missing === undefined ? '' : ` ${gap.missing}`})`;
  }
  return `AWS Config does not record in ${account} ${region}: ${unknown} (${gap.detail ?? gap.state})`;
};

/** One sentence for all of them: nothing is unknown for it, but what nobody judges is not in the inventory there. */
export const directNotices = (places: readonly DirectPlace[]): string[] => {
  if (places.length === 0) return [];
  const accounts = new Set(places.map(({ account }) => account)).size;
  const where = `${places.length} ${places.length === 1 ? 'region' : 'regions'} of ${accounts} ${accounts === 1 ? 'account' : 'accounts'}`;
  const reasons = new Set(places.map(({ because }) => because));
  const [only] = reasons;
  const is = places.length === 1 ? 'is' : 'are';
  const why = reasons.size > 1 ? ' (the coverage says why)' : only === undefined ? '' : ` (${only})`;
  return [
    `${where} ${is} read from the services themselves, not from AWS Config${why}. What no check is on is not listed there.`,
  ];
};

/** Each once, however many accounts were asked for it. */
export const strangeNotices = (regions: readonly StrangeRegion[]): string[] =>
  [...new Map(regions.map((region) => [region.name, region])).values()].map(
    ({ name, meant }) =>
      `AWS has no region ${name}: nothing was read there${meant === undefined ? '' : `. Did you mean ${meant}?`}`,
  );

/** So far off that AWS refuses what is signed with it: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
const clockAllowed = 5 * 60_000;

/** @param offset milliseconds that the clock of AWS is ahead of ours. */
export const clockNotices = (offset: number): string[] => {
  if (Math.abs(offset) < clockAllowed) return [];
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return [
    `The clock of this machine is ${minutes} min ${offset < 0 ? 'ahead of' : 'behind'} the clock of AWS: the times of this scan are off by as much`,
  ];
};
