import { describe, expect, it } from 'vitest';
import { ListingView, lookedAt, UnknownView } from '#engine/lifecycle-view.ts';
import { defineCheck } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import type { UnknownRow } from '#model/finding.ts';
import { unreadReasons } from '#model/reading.ts';
import { pass } from '#model/verdict.ts';

const place = {
  provider: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  kind: 'AWS::EC2::Volume',
} as const;

const row = (differs: Partial<CoverageRow> = {}): CoverageRow => ({
  ...place,
  part: '*',
  state: 'read',
  count: 1,
  route: 'config',
  ...differs,
});

const listed = (...rows: readonly CoverageRow[]): boolean => {
  const view = new ListingView();
  for (const each of rows) view.add(each);
  return view.isComplete(place);
};

describe('a listing is complete', () => {
  it('when its kind was read there, or all kinds were', () => {
    expect(listed(row())).toBe(true);
    expect(listed(row({ kind: '*' }))).toBe(true);
  });

  it('not without a row, nor by a row of another place', () => {
    expect(listed()).toBe(false);
    expect(
      listed(row({ region: 'eu-west-2' }), row({ account: '2' }), row({ kind: 'AWS::S3::Bucket' })),
    ).toBe(false);
    expect(listed(row({ part: 'settings' }))).toBe(false);
    // Every kind of every region may be said of an account that is not active.
    expect(listed(row({ region: '*', kind: '*' }))).toBe(false);
  });

  it('when one row speaks of its kind in all regions, and none against it', () => {
    expect(listed(row({ region: '*' }))).toBe(true);
    expect(listed(row({ region: '*' }), row({ state: 'denied' }))).toBe(false);
    expect(listed(row({ region: '*', account: '2' }))).toBe(false);
  });

  for (const state of unreadReasons) {
    it(`not when any row of it, or above it, is ${state}, in any order`, () => {
      for (const wider of [
        {},
        { kind: '*' },
        { region: '*' },
        { region: '*', kind: '*' },
        { account: '*', region: '*', kind: '*' },
      ]) {
        expect(listed(row(), row({ ...wider, state }))).toBe(false);
        expect(listed(row({ ...wider, state }), row())).toBe(false);
        expect(listed(row({ ...wider, state, expected: true }), row())).toBe(false);
      }
    });
  }

  it('not when the place is switched off', () => {
    expect(listed(row({ state: 'absent' }))).toBe(false);
    expect(listed(row({ state: 'absent', kind: '*' }))).toBe(false);
  });

  it('whatever became of a part', () => {
    expect(listed(row(), row({ part: 'settings', state: 'denied' }))).toBe(true);
  });
});

const unknownRow = (differs: Partial<UnknownRow> = {}): UnknownRow => ({
  ...place,
  checks: ['data.aws.volume-encrypted'],
  part: 'settings',
  reason: 'denied',
  resources: ['vol-1'],
  ...differs,
});

const asked = { ...place, check: 'data.aws.volume-encrypted', id: 'vol-1' } as const;

const unknown = (...rows: readonly UnknownRow[]): boolean => {
  const view = new UnknownView();
  for (const each of rows) view.add(each);
  return view.isUnknown(asked);
};

describe('a question is unknown', () => {
  it('when a row names its check and its resource, or all that could not be listed', () => {
    expect(unknown(unknownRow())).toBe(true);
    expect(unknown(unknownRow({ resources: ['*'] }))).toBe(true);
    expect(unknown(unknownRow({ region: '*', kind: '*', resources: ['*'] }))).toBe(true);
  });

  it('not by another check, resource or place', () => {
    expect(unknown(unknownRow({ checks: ['data.aws.volume-snapshot-private'] }))).toBe(false);
    expect(unknown(unknownRow({ resources: ['vol-2', 'vol-10'] }))).toBe(false);
    expect(unknown(unknownRow({ account: '2' }), unknownRow({ region: 'eu-west-2' }))).toBe(false);
  });

  it('also among very many', () => {
    const view = new UnknownView();
    view.add(unknownRow({ resources: Array.from({ length: 50_000 }, (_, index) => `vol-${index * 2}`) }));
    expect(view.isUnknown({ ...asked, id: 'vol-99998' })).toBe(true);
    expect(view.isUnknown({ ...asked, id: 'vol-99999' })).toBe(false);
  });

  it('compares Azure ids without case', () => {
    const view = new UnknownView();
    view.add(unknownRow({ provider: 'azure', resources: ['/Disks/One'] }));
    expect(view.isUnknown({ ...asked, provider: 'azure', id: '/disks/one' })).toBe(true);
  });
});

describe('a scan looked', () => {
  const check = defineCheck({
    id: 'data.aws.volume-encrypted',
    title: 'Volume is encrypted',
    finding: '{name} is not encrypted',
    consequence: 'Somebody reads it.',
    severity: 'high',
    controls: {},
    remediation: 'Encrypt it.',
    sources: [],
    on: 'AWS::EC2::Volume',
    reads: ['settings'],
    evaluate: () => pass,
  });
  const listings = new ListingView();
  listings.add(row());
  listings.add(row({ kind: 'AWS::EC2::Instance' }));

  it('when the check ran on the kind, all was listed, and it had an answer', () => {
    expect(lookedAt([check], listings, new UnknownView())(asked)).toBe(true);
  });

  it('not when the check did not run, or not on that kind', () => {
    expect(lookedAt([], listings, new UnknownView())(asked)).toBe(false);
    expect(lookedAt([check], listings, new UnknownView())({ ...asked, kind: 'AWS::EC2::Instance' })).toBe(
      false,
    );
  });

  it('not when the check had no answer', () => {
    const unknowns = new UnknownView();
    unknowns.add(unknownRow());
    expect(lookedAt([check], listings, unknowns)(asked)).toBe(false);
  });
});
