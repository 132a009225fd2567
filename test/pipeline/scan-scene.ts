/** Small estates of volumes and buckets, and scans of them without a cloud. */
import type { Exception } from '#engine/exceptions/exception.ts';
import type { Check } from '#model/check.ts';
import { defineCheck } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import type { Reading } from '#model/reading.ts';
import { known } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { ScanReader } from '#model/scan.ts';
import { fail, failIfAny } from '#model/verdict.ts';
import { runScan } from '#pipeline/run-scan.ts';
import type { ScanOptions, ScanOutcome } from '#pipeline/scan-options.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import type { FakeSourceOptions } from '#test/support/fake-source.ts';
import { fakeSource } from '#test/support/fake-source.ts';

export const prod = '111122223333';
export const staging = '222233334444';

const words = {
  consequence: 'Somebody reads it.',
  controls: { practice: ['DAT-1'] },
  remediation: 'Encrypt it.',
  sources: ['https://docs.aws.amazon.com/'],
} as const;

export const volumeEncrypted: Check = defineCheck({
  ...words,
  id: 'data.aws.volume-encrypted',
  title: 'Volume is encrypted',
  finding: '{name} is not encrypted',
  severity: 'high',
  on: 'AWS::EC2::Volume',
  reads: ['settings'],
  evaluate: ({ settings }) =>
    failIfAny(settings.encrypted ? [] : [{ path: 'settings/encrypted', found: 'false', expected: 'true' }]),
});

/** Fails on every ACL grant; critical with three of them and more. */
export const bucketAclPrivate: Check = defineCheck({
  ...words,
  id: 'data.aws.bucket-acl-private',
  title: 'Bucket grants nothing by its ACL',
  finding: '{name} grants access by its ACL',
  severity: 'medium',
  on: 'AWS::S3::Bucket',
  reads: ['acl'],
  evaluate({ acl }) {
    const evidence = acl.grants.map((_grant, index) => ({ path: `acl/${index}`, found: 'AllUsers' }));
    return evidence.length >= 3 ? fail(evidence, 'critical') : failIfAny(evidence);
  },
});

export const checks: readonly Check[] = [volumeEncrypted, bucketAclPrivate];

interface Place {
  readonly account?: string;
  readonly region?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const resourceOf = (
  kind: string,
  id: string,
  parts: Readonly<Record<string, Reading<unknown>>>,
  { account = prod, region = 'eu-west-1', tags = {} }: Place,
): Resource => ({
  provider: 'aws',
  account,
  region,
  kind,
  id,
  name: id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1),
  tags,
  observedAt: '2026-11-24T06:00:00.000Z',
  parts,
});

export const volume = (name: string, encrypted: boolean | Reading<unknown>, place: Place = {}): Resource =>
  resourceOf(
    'AWS::EC2::Volume',
    `arn:aws:ec2:volume/${name}`,
    { settings: typeof encrypted === 'boolean' ? known({ encrypted }) : encrypted },
    place,
  );

export const bucket = (name: string, grants: number | Reading<unknown>, place: Place = {}): Resource =>
  resourceOf(
    'AWS::S3::Bucket',
    `arn:aws:s3:::${name}`,
    {
      acl:
        typeof grants === 'number'
          ? known({ owner: 'us', grants: Array.from({ length: grants }, () => ({})) })
          : grants,
    },
    place,
  );

/** What a plan says of an account that it may not look into at all. */
export const deniedAccount = (account: string): CoverageRow => ({
  provider: 'aws',
  account,
  region: '*',
  kind: '*',
  part: '*',
  state: 'denied',
  count: 0,
  route: 'plan',
  missing: 'sts:AssumeRole',
});

export const both = ['AWS::EC2::Volume', 'AWS::S3::Bucket'];

const origin = { sha256: 'a'.repeat(64), commit: 'none', dirty: false };

export type Scene = Partial<Omit<ScanOptions, 'exceptions'>> & {
  readonly exceptions?: readonly Exception[];
  readonly broadest?: number;
};

/** Day 0 is 2026-11-25. */
export const onDay = (day: number): (() => Date) => {
  const at = Date.parse('2026-11-25T06:00:00.000Z') + day * 86_400_000;
  return () => new Date(at);
};

export const scanOptions = (estate: Partial<FakeSourceOptions>, scene: Scene = {}): ScanOptions => ({
  sources: [fakeSource({ resources: [], kinds: both, places: [`${prod}/eu-west-1`], ...estate })],
  checks,
  store: memoryStore(),
  estate: 'tideway',
  scope: { accounts: [], regions: [], kinds: [], severity: 'low' },
  expectedUnknowns: [],
  ownerTags: ['team'],
  origins: { configuration: origin, exceptions: origin },
  version: '0.1.0',
  now: onDay(0),
  concurrency: 2,
  ...scene,
  exceptions: {
    entries: scene.exceptions ?? [],
    rules: { longestDays: 365, broadest: scene.broadest ?? 100, zone: 'Europe/Vienna' },
  },
});

export const scan = (estate: Partial<FakeSourceOptions>, scene: Scene = {}): Promise<ScanOutcome> =>
  runScan(scanOptions(estate, scene));

/** One scan after the other in one store, a day apart. */
export const history = (store: StoreDriver = memoryStore()) => {
  let day = -1;
  return {
    store,
    next: (estate: Partial<FakeSourceOptions>, scene: Scene = {}): Promise<ScanOutcome> => {
      day += 1;
      return scan(estate, { now: onDay(day), ...scene, store });
    },
  };
};

export const all = <T>(rows: AsyncIterable<T>): Promise<T[]> => Array.fromAsync(rows);

/** Resource name → state of its finding. */
export const statesOf = async (reader: ScanReader): Promise<Record<string, string>> =>
  Object.fromEntries((await all(reader.findings())).map((row) => [row.name, row.state]));
