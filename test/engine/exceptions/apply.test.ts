import { describe, expect, it } from 'vitest';
import { ExceptionDesk } from '#engine/exceptions/apply.ts';
import type { Exception } from '#engine/exceptions/exception.ts';
import { previewExceptions } from '#engine/exceptions/preview.ts';
import type { Finding } from '#model/finding.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';

const check = 'data.aws.volume-encrypted';

const entry = (differs: Partial<Exception> = {}): Exception => ({
  check,
  resource: 'arn:aws:ec2:*:volume/legacy-*',
  owner: 'platform',
  reason: 'moves in December',
  approvedBy: 'security',
  until: '2026-12-31',
  ...differs,
});

const finding = (name: string, differs: Partial<Finding> = {}): Finding =>
  findingOf(check, name, {
    id: `arn:aws:ec2:eu-west-1:111122223333:volume/${name}`,
    fingerprint: 'aaaaaaaaaaaaaaaa',
    ...differs,
  });

interface Setting {
  readonly now?: string;
  readonly zone?: string;
  readonly broadest?: number;
  readonly tooBroad?: ReadonlySet<number>;
}

const deskOf = (entries: readonly Exception[], setting: Setting = {}): ExceptionDesk =>
  new ExceptionDesk({
    exceptions: {
      entries,
      rules: { longestDays: 365, broadest: setting.broadest ?? 100, zone: setting.zone ?? 'UTC' },
    },
    renamed: new Map([['data.aws.disk-encrypted', check]]),
    now: new Date(setting.now ?? '2026-11-25T06:00:00.000Z'),
    ...(setting.tooBroad === undefined ? {} : { tooBroad: setting.tooBroad }),
  });

const standing = (desk: ExceptionDesk) => desk.rows().map(({ status, hides }) => [status, hides]);

describe('an exception in force', () => {
  it('hides the findings that its check and its pattern name, and no others', () => {
    const desk = deskOf([entry()]);
    expect(desk.apply(finding('legacy-1')).exception).toEqual({
      owner: 'platform',
      until: '2026-12-31',
      reason: 'moves in December',
    });
    expect(desk.apply(finding('modern-1')).exception).toBeUndefined();
    expect(desk.apply({ ...finding('legacy-1'), check: 'data.aws.key-rotates' }).exception).toBeUndefined();
    expect(standing(desk)).toEqual([['in-force', 1]]);
  });

  it('goes on under an earlier id of its check', () => {
    const desk = deskOf([entry({ check: 'data.aws.disk-encrypted' })]);
    expect(desk.apply(finding('legacy-1')).exception).toBeDefined();
    expect(desk.rows()[0]?.check).toBe(check);
  });

  it('hides nothing that is resolved', () => {
    const desk = deskOf([entry()]);
    expect(desk.apply(finding('legacy-1', { state: 'resolved' })).exception).toBeUndefined();
    expect(standing(desk)).toEqual([['unmatched', 0]]);
  });

  it('takes away what an exception hid that is no longer there', () => {
    const hidden = finding('modern-1', { exception: { owner: 'a', until: '2026-12-01', reason: 'b' } });
    expect(deskOf([entry()]).apply(hidden).exception).toBeUndefined();
  });

  it('lets the first in the file speak where two fit', () => {
    const desk = deskOf([entry({ owner: 'first' }), entry({ owner: 'second' })]);
    expect(desk.apply(finding('legacy-1')).exception?.owner).toBe('first');
    expect(standing(desk)).toEqual([
      ['in-force', 1],
      ['in-force', 0],
    ]);
  });
});

describe('the end of an exception', () => {
  const at = (now: string, zone: string) => {
    const desk = deskOf([entry()], { now, zone });
    return [
      desk.apply(finding('legacy-1')).exception === undefined ? 'open' : 'hidden',
      desk.rows()[0]?.status,
    ];
  };

  it('is the end of its day in the configured zone', () => {
    expect(at('2026-12-31T22:59:59.000Z', 'Europe/Vienna')).toEqual(['hidden', 'ends-soon']);
    expect(at('2026-12-31T23:00:00.000Z', 'Europe/Vienna')).toEqual(['open', 'expired']);
    expect(at('2027-01-01T04:59:59.000Z', 'America/New_York')).toEqual(['hidden', 'ends-soon']);
    expect(at('2027-01-01T05:00:00.000Z', 'America/New_York')).toEqual(['open', 'expired']);
  });

  it('is told 14 days ahead', () => {
    expect(at('2026-12-16T12:00:00.000Z', 'UTC')).toEqual(['hidden', 'in-force']);
    expect(at('2026-12-17T00:00:00.000Z', 'UTC')).toEqual(['hidden', 'ends-soon']);
  });
});

describe('a change of the judged parts', () => {
  it('makes an exception with a fingerprint void', () => {
    const desk = deskOf([entry({ fingerprint: 'aaaaaaaaaaaaaaaa' })]);
    expect(desk.apply(finding('legacy-1')).exception).toBeDefined();
    expect(desk.apply(finding('legacy-2', { fingerprint: 'bbbbbbbbbbbbbbbb' })).exception).toBeUndefined();
    expect(standing(desk)).toEqual([['void', 1]]);
  });

  it('makes one without a fingerprint void, from scan to scan, until the parts are as they were', () => {
    const first = deskOf([entry()]).apply(finding('legacy-1'));
    expect(first.exception).toBeDefined();
    const changed = { ...first, fingerprint: 'bbbbbbbbbbbbbbbb' };
    const second = deskOf([entry()]).apply(changed);
    expect(second.exception).toBeUndefined();
    const desk = deskOf([entry()]);
    expect(desk.apply(second).exception).toBeUndefined();
    expect(standing(desk)).toEqual([['void', 0]]);
    expect(deskOf([entry()]).apply({ ...second, fingerprint: 'aaaaaaaaaaaaaaaa' }).exception).toBeDefined();
  });

  it('is accepted by a new approval: another end, another reason', () => {
    const first = deskOf([entry()]).apply(finding('legacy-1'));
    const changed = { ...first, fingerprint: 'bbbbbbbbbbbbbbbb' };
    expect(deskOf([entry({ until: '2027-01-31' })]).apply(changed).exception).toBeDefined();
    expect(deskOf([entry({ reason: 'looked at again' })]).apply(changed).exception).toBeDefined();
  });

  it('lets another exception that fits take over', () => {
    const desk = deskOf([entry({ fingerprint: 'bbbbbbbbbbbbbbbb' }), entry({ owner: 'second' })]);
    expect(desk.apply(finding('legacy-1')).exception?.owner).toBe('second');
    expect(standing(desk)).toEqual([
      ['void', 0],
      ['in-force', 1],
    ]);
  });
});

describe('an exception that matches too much', () => {
  it('is found out, hides nothing, and is said', () => {
    const first = deskOf([entry(), entry({ resource: '*legacy-1' })], { broadest: 2 });
    for (const name of ['legacy-1', 'legacy-2', 'legacy-3']) first.apply(finding(name));
    expect([...first.tooBroad()]).toEqual([0]);
    const desk = deskOf([entry(), entry({ resource: '*legacy-1' })], {
      broadest: 2,
      tooBroad: first.tooBroad(),
    });
    const hidden = ['legacy-1', 'legacy-2', 'legacy-3'].filter(
      (name) => desk.apply(finding(name)).exception !== undefined,
    );
    expect(hidden).toEqual(['legacy-1']);
    expect(standing(desk)).toEqual([
      ['void', 0],
      ['in-force', 1],
    ]);
    expect(desk.notices()).toEqual([
      expect.stringMatching(/matches 3 findings, more than the 2 .* hides none/),
    ]);
  });

  it('is not one that matches just as much as it may', () => {
    const desk = deskOf([entry()], { broadest: 2 });
    for (const name of ['legacy-1', 'legacy-2']) desk.apply(finding(name));
    expect(desk.tooBroad().size).toBe(0);
  });
});

describe('a preview', () => {
  it('tells what would be hidden, and what no longer', async () => {
    const reader = scanOf({
      findings: [
        finding('legacy-1'),
        finding('legacy-2', { exception: { owner: 'a', until: '2026-12-01', reason: 'b' } }),
        finding('modern-1', { exception: { owner: 'a', until: '2026-12-01', reason: 'b' } }),
        finding('legacy-3', { state: 'resolved', resolvedScan: 4 }),
      ],
    });
    const set = {
      entries: [entry(), entry({ resource: 'nothing' })],
      rules: { longestDays: 365, broadest: 100, zone: 'UTC' },
    };
    const preview = await previewExceptions(set, reader, new Map(), new Date('2026-11-25T06:00:00.000Z'));
    expect(preview).toMatchObject({ newlyHidden: 1, noLongerHidden: 1, notices: [] });
    expect(
      preview.entries.map(({ row, hidden }) => [row.status, row.hides, hidden.map(({ name }) => name)]),
    ).toEqual([
      ['in-force', 2, ['legacy-1', 'legacy-2']],
      ['unmatched', 0, []],
    ]);
  });

  it('does not hide by an entry that matches too much', async () => {
    const reader = scanOf({ findings: [finding('legacy-1'), finding('legacy-2')] });
    const set = { entries: [entry()], rules: { longestDays: 365, broadest: 1, zone: 'UTC' } };
    const preview = await previewExceptions(set, reader, new Map(), new Date('2026-11-25T06:00:00.000Z'));
    expect(preview.newlyHidden).toBe(0);
    expect(preview.notices).toHaveLength(1);
  });
});
