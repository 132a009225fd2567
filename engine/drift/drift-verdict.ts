/** Answers for one resource whether it is as the newest baseline that speaks of it has it. */
import type { Gap, Seen } from '#analysis/drift/compare.ts';
import { compareSeen, fingerprintOf } from '#analysis/drift/compare.ts';
import { comesAndGoes } from '#analysis/drift/presence.ts';
import { holdsSecret } from '#analysis/drift/value-text.ts';
import { listing } from '#model/coverage.ts';
import type { AttributeChange, DriftType } from '#model/drift.ts';
import { wholeResource } from '#model/drift.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource, ResourceKey } from '#model/resource.ts';
import type { ListingView } from '../lifecycle-view.ts';
import type { BaselineScope } from './baseline-scope.ts';
import { inScope } from './baseline-scope.ts';

/** A resource as one scan saw it; the parts are text, since most of them are never looked into. */
export interface SeenRow extends ResourceKey {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly tagsUnread?: true;
  readonly observedAt: string;
  /** JSON of the judged parts. */
  readonly parts: string;
  /** Left out where every part was read and none holds a secret: two such rows of the same text are the same. */
  readonly unclear?: true;
}

export const seenRow = ({ parts, ...identity }: Resource): SeenRow => {
  const text = JSON.stringify(parts);
  return {
    ...identity,
    parts: text,
    ...(text.includes('"known":false') || holdsSecret(text) || identity.tagsUnread === true
      ? { unclear: true }
      : {}),
  };
};

/** Kind → the parts that are looked at, sorted. */
export type JudgedParts = ReadonlyMap<string, readonly string[]>;

export interface BaselineView {
  readonly number: number;
  readonly scope: BaselineScope;
  readonly judged: JudgedParts;
  /** Where its scan looked. */
  readonly listings: ListingView;
  /** It was read by this version of Plumbline. */
  readonly sameReader: boolean;
}

export interface ScanView {
  readonly judged: JudgedParts;
  readonly listings: ListingView;
  /** False for what the scan was not to look at. */
  readonly asked: (key: ResourceKey) => boolean;
}

export type DriftVerdict =
  | { readonly verdict: 'not-asked' | 'pass' | 'not-applicable' }
  | { readonly verdict: 'unknown'; readonly gap: Gap }
  | {
      readonly verdict: 'fail';
      readonly baseline: BaselineView;
      readonly type: DriftType;
      readonly changes: readonly AttributeChange[];
      readonly fingerprint: string;
    };

const notAsked: DriftVerdict = { verdict: 'not-asked' };
const pass: DriftVerdict = { verdict: 'pass' };
const notApplicable: DriftVerdict = { verdict: 'not-applicable' };

/** One resource in this scan and in each baseline, the newest first. */
export interface Pair {
  readonly now: SeenRow | undefined;
  readonly before: readonly (SeenRow | undefined)[];
}

export const driftOf = (
  { now, before }: Pair,
  baselines: readonly BaselineView[],
  scan: ScanView,
): DriftVerdict => {
  const any = now ?? before.find((row) => row !== undefined);
  if (any === undefined) return notAsked;
  // What has the tag nowhere now may have had it: the row of the baseline itself says that it speaks of it.
  const place = baselines.findIndex(
    ({ scope }, index) => before[index] !== undefined || inScope(scope, any, any.tags),
  );
  const baseline = baselines[place];
  if (baseline === undefined) return notAsked;
  const expected = before[place];
  if (now === undefined) return expected === undefined ? notAsked : goneOf(expected, baseline, scan);
  return expected === undefined ? newOf(now, baseline) : changedOf(expected, now, baseline, scan);
};

const changedOf = (was: SeenRow, is: SeenRow, baseline: BaselineView, scan: ScanView): DriftVerdict => {
  const judged = { was: baseline.judged.get(was.kind) ?? [], is: scan.judged.get(is.kind) ?? [] };
  const isSame = was.parts === is.parts && sameTags(was.tags, is.tags);
  // What was read to the end and is the same text needs no closer look; most resources end here.
  if (isSame && sameNames(judged.was, judged.is) && was.unclear !== true && is.unclear !== true) return pass;
  const { changes, gaps, fingerprint } = compareSeen(seenOf(was), seenOf(is), {
    provider: is.provider,
    kind: is.kind,
    judged,
    sameReader: baseline.sameReader,
  });
  if (changes.length > 0) return { verdict: 'fail', baseline, type: 'changed', changes, fingerprint };
  const [gap] = gaps;
  return gap === undefined ? pass : { verdict: 'unknown', gap };
};

const newOf = (now: SeenRow, baseline: BaselineView): DriftVerdict => {
  // No check looked at the kind then, so nobody kept who was there.
  if (!baseline.judged.has(now.kind)) return notAsked;
  if (comesAndGoes({ ...now, parts: partsOf(now) }) !== undefined) return notApplicable;
  if (baseline.listings.isGap(now)) return unlisted('the baseline could not list what was there');
  // An account or a region that was not there yet is not one that changed.
  if (!baseline.listings.isComplete(now)) return notAsked;
  return {
    verdict: 'fail',
    baseline,
    type: 'added',
    changes: [{ path: wholeResource, is: 'there' }],
    fingerprint: fingerprintOf(now, seenOf(now)),
  };
};

const goneOf = (expected: SeenRow, baseline: BaselineView, scan: ScanView): DriftVerdict => {
  if (!scan.asked(expected)) return notAsked;
  if (comesAndGoes({ ...expected, parts: partsOf(expected) }) !== undefined) return notApplicable;
  if (!scan.judged.has(expected.kind)) return unlisted('no check of this scan looks at this kind');
  if (!scan.listings.isComplete(expected)) return unlisted('the kind could not be listed to its end here');
  return {
    verdict: 'fail',
    baseline,
    type: 'removed',
    changes: [{ path: wholeResource, was: 'there' }],
    fingerprint: fingerprintOf(expected, { parts: {}, tags: {} }),
  };
};

const unlisted = (detail: string): DriftVerdict => ({
  verdict: 'unknown',
  gap: { part: listing, reason: 'not-recorded', detail },
});

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((name, index) => name === b[index]));

const sameTags = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean => {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
};

type Parts = Readonly<Record<string, Reading<unknown>>>;

/** A row is written by this project only, from what a source handed over. */
const partsOf = ({ parts }: Pick<SeenRow, 'parts'>): Parts => JSON.parse(parts) as Parts;

const seenOf = (row: SeenRow): Seen & { readonly parts: Parts } => ({
  parts: partsOf(row),
  tags: row.tags,
  ...(row.tagsUnread === true ? { tagsUnread: true } : {}),
});

export const resourceOf = ({ parts, unclear: _unclear, ...row }: SeenRow): Resource => ({
  ...row,
  parts: partsOf({ parts }),
});
