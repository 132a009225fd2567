/** Situations that a report must hold: an everyday scan, nothing judged, nothing found, nothing asked. */
import type { CoverageRow } from '#model/coverage.ts';
import type { Finding, UnknownRow } from '#model/finding.ts';
import type { AttestationRow, Manifest, ScanReader } from '#model/scan.ts';
import { findingOf, scanOf } from './scan-fixture.ts';

const prod = '111122223333';
const staging = '222233334444';
const network = '333344445555';
const archive = '444455556666';
const reader = 'arn:aws:sts::444455556666:assumed-role/plumbline-reader/scan';

const now = '2026-11-24T06:00:00.000Z';
const fresh = { state: 'new', firstScan: 12, firstSeen: now } as const;

const names = ['edge', 'orders', 'ledger', 'search', 'batch', 'reports', 'media', 'bastion', 'cache', 'mail'];

const many = (
  check: string,
  total: number,
  differs: (index: number) => Partial<Finding> = () => ({}),
): readonly Finding[] =>
  Array.from({ length: total }, (_, index) =>
    findingOf(
      check,
      `${names[index % names.length]}-${Math.floor(index / names.length) + 1}`,
      differs(index),
    ),
  );

const everydayFindings = (): readonly Finding[] => [
  findingOf('iam.aws.root-has-mfa', 'orders-staging', {
    account: staging,
    region: 'global',
    kind: 'AWS::::Account',
    id: `arn:aws:iam::${staging}:root`,
    evidence: [{ path: 'summary/AccountMFAEnabled', found: '0', expected: 'a second factor' }],
    firstSeen: '2026-08-28T06:00:00.000Z',
    tags: { owner: 'platform' },
  }),
  findingOf('iam.aws.policy-grants-no-administration', 'ci-deploy', {
    ...fresh,
    region: 'global',
    kind: 'AWS::IAM::Policy',
    id: `arn:aws:iam::${prod}:policy/ci/ci-deploy`,
    evidence: [
      { path: 'document/Statement[2].Action', found: '*', expected: 'named actions' },
      { path: 'document/Statement[2].Resource', found: '*', expected: 'named resources' },
    ],
    tags: { owner: 'platform' },
  }),
  findingOf('data.aws.bucket-is-private', 'invoice-export', {
    state: 'reopened',
    kind: 'AWS::S3::Bucket',
    id: 'arn:aws:s3:::invoice-export',
    evidence: [
      { path: 'policy/Statement[0].Principal', found: '*', expected: 'named principals' },
      { path: 'publicAccessBlock', found: 'none', expected: 'all four settings on' },
    ],
    tags: { owner: 'billing' },
  }),
  findingOf('network.aws.database-ports-private', 'db-orders', {
    id: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a12f4c7',
    evidence: [{ path: 'ingress/sgr-041:0', found: 'tcp 5432 from 0.0.0.0/0', expected: 'own subnets' }],
    firstSeen: '2026-11-23T14:02:00.000Z',
    tags: { team: 'orders' },
  }),
  ...many('network.aws.security-group-admin-ports-private', 9, (index) => ({
    account: index < 6 ? network : prod,
    evidence: [{ path: `ingress/sgr-${index}:0`, found: 'tcp 22 from 0.0.0.0/0', expected: 'own networks' }],
    tags: { owner: 'network' },
    ...(index === 3 ? ({ state: 'worse', before: 'medium' } as const) : {}),
  })),
  ...many('iam.aws.user-has-mfa', 4, (index) => ({
    region: 'global',
    kind: 'AWS::IAM::User',
    evidence: [{ path: 'credentials/mfaActive', found: 'false', expected: 'true' }],
    ...(index === 0 ? fresh : {}),
  })),
  ...many('iam.aws.access-key-rotated', 12, (index) => ({
    region: 'global',
    kind: 'AWS::IAM::User',
    evidence: [
      { path: 'credentials/accessKeys[0].lastRotated', found: `${120 + index} days`, expected: '≤ 90 days' },
    ],
    ...(index > 9
      ? {
          exception: {
            owner: 'platform',
            until: '2026-12-31',
            reason: 'robot account moves to roles in December',
          },
        }
      : {}),
  })),
  ...many('data.aws.volume-encrypted', 41, (index) => ({
    kind: 'AWS::EC2::Volume',
    account: index % 3 === 0 ? staging : prod,
    evidence: [{ path: 'settings/encrypted', found: 'false', expected: 'true' }],
    tags: { owner: index % 2 === 0 ? 'orders' : 'search' },
    ...(index > 37
      ? ({ state: 'resolved', resolvedScan: 12, judgedScan: 12 } as const)
      : index === 5
        ? { judgedScan: 11 }
        : {}),
  })),
  ...many('data.aws.key-rotates', 7, () => ({
    kind: 'AWS::KMS::Key',
    evidence: [{ path: 'rotation', found: 'off', expected: 'on' }],
  })),
  ...many('logging.aws.vpc-flow-logs-on', 3, (index) => ({
    kind: 'AWS::EC2::VPC',
    account: [prod, staging, network][index] ?? prod,
    evidence: [{ path: 'flowLogs', found: 'none', expected: 'one flow log of all traffic' }],
    firstSeen: '2026-10-25T06:00:00.000Z',
  })),
  ...many('logging.aws.trail-validates-files', 1, () => ({
    kind: 'AWS::CloudTrail::Trail',
    account: archive,
    evidence: [{ path: 'settings/logFileValidation', found: 'false', expected: 'true' }],
  })),
];

const everydayUnknowns: readonly UnknownRow[] = [
  {
    checks: ['iam.aws.user-has-mfa', 'iam.aws.access-key-rotated'],
    provider: 'aws',
    account: staging,
    region: 'global',
    kind: 'AWS::IAM::User',
    part: 'credentials',
    reason: 'denied',
    missing: 'iam:GetCredentialReport',
    detail: 'AccessDenied: not authorized to perform iam:GetCredentialReport',
    resources: Array.from({ length: 23 }, (_, index) => `arn:aws:iam::${staging}:user/u${index}`),
  },
  {
    checks: ['iam.aws.root-has-mfa'],
    provider: 'aws',
    account: archive,
    region: 'global',
    kind: 'AWS::::Account',
    part: 'summary',
    reason: 'throttled',
    missing: 'iam:GetAccountSummary',
    resources: [`arn:aws:iam::${archive}:root`],
  },
  {
    checks: ['data.aws.volume-encrypted'],
    provider: 'aws',
    account: network,
    region: 'eu-south-2',
    kind: 'AWS::EC2::Volume',
    part: '*',
    reason: 'not-recorded',
    detail: 'AWS Config does not record this kind here',
    resources: ['*'],
  },
];

const kinds = [
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Volume',
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::EC2::VPC',
];

const everydayCoverage: readonly CoverageRow[] = [
  ...[prod, staging, network, archive].flatMap((account) =>
    kinds.map(
      (kind): CoverageRow => ({
        provider: 'aws',
        account,
        region: 'eu-west-1',
        kind,
        part: '*',
        state: 'read',
        count: 40,
        route: 'config',
      }),
    ),
  ),
  {
    provider: 'aws',
    account: staging,
    region: 'global',
    kind: 'AWS::IAM::User',
    part: 'credentials',
    state: 'denied',
    count: 23,
    route: 'iam',
    missing: 'iam:GetCredentialReport',
    principal: reader,
    detail: 'AccessDenied',
  },
  {
    provider: 'aws',
    account: archive,
    region: 'global',
    kind: 'AWS::::Account',
    part: 'summary',
    state: 'throttled',
    count: 1,
    route: 'iam',
    missing: 'iam:GetAccountSummary',
  },
  {
    provider: 'aws',
    account: network,
    region: 'eu-south-2',
    kind: 'AWS::EC2::Volume',
    part: '*',
    state: 'not-recorded',
    count: 0,
    route: 'config',
    expected: true,
  },
];

/** Findings in every state, three accounts, three gaps, exceptions of every standing. */
export const everydayScan = (): ScanReader =>
  scanOf({
    complete: false,
    findings: everydayFindings(),
    unknowns: everydayUnknowns,
    coverage: everydayCoverage,
    passes: {
      'iam.aws.root-has-mfa': 2,
      'iam.aws.policy-grants-no-administration': 88,
      'iam.aws.user-has-mfa': 31,
      'iam.aws.access-key-rotated': 23,
      'network.aws.security-group-admin-ports-private': 64,
      'network.aws.database-ports-private': 72,
      'data.aws.bucket-is-private': 59,
      'data.aws.volume-encrypted': 140,
      'data.aws.key-rotates': 21,
      'logging.aws.vpc-flow-logs-on': 1,
      'logging.aws.trail-validates-files': 0,
    },
    notApplicable: { 'data.aws.key-rotates': 14 },
    exceptions: [
      exception('iam.aws.access-key-rotated', 'in-force', '2026-12-31', 2),
      exception('data.aws.bucket-is-private', 'expired', '2026-11-23', 0),
      exception('logging.aws.vpc-flow-logs-on', 'ends-soon', '2026-12-01', 1),
      exception('network.aws.database-ports-private', 'void', '2027-01-15', 0),
      exception('data.aws.volume-encrypted', 'unmatched', '2027-03-31', 0),
    ],
    attestations: [
      attestation('GIT-3', 'in-force', '2027-03-31'),
      attestation('HELM-2', 'ends-soon', '2026-12-01'),
      attestation('OPS-4', 'expired', '2026-11-20'),
    ],
    manifest: {
      notices: ['AWS Config does not record eu-south-2 of shared-network: 1 kind is unknown there.'],
    },
  });

const attestation = (control: string, status: AttestationRow['status'], until: string): AttestationRow => ({
  framework: 'practice',
  control,
  statement: 'Somebody looked, and it holds.',
  by: 'platform',
  evidence: 'https://wiki.example/evidence',
  until,
  status,
});

const exception = (
  check: string,
  status: 'in-force' | 'ends-soon' | 'expired' | 'void' | 'unmatched',
  until: string,
  hides: number,
): Parameters<typeof scanOf>[0]['exceptions'] extends readonly (infer E)[] | undefined ? E : never => ({
  check,
  resource: 'arn:aws:*:legacy-*',
  owner: 'platform',
  reason: 'moves to the new account in spring',
  approvedBy: 'security',
  ticket: 'OPS-118',
  until,
  status,
  hides,
});

/** Eleven scans before {@link everydayScan}, one of them incomplete. */
export const everydayTrend = (): readonly Manifest[] =>
  Array.from({ length: 11 }, (_, index) => {
    const number = index + 1;
    const day = String(13 + index).padStart(2, '0');
    return scanOf({
      number,
      complete: number !== 6,
      finishedAt: `2026-11-${day}T06:00:00.000Z`,
      findings: [
        ...many('network.aws.security-group-admin-ports-private', 14 - (index % 5), () => ({
          judgedScan: number,
        })),
        ...many('data.aws.bucket-is-private', 1 + (index % 3), () => ({ judgedScan: number })),
        ...many('iam.aws.user-has-mfa', 9 - Math.floor(index / 2), () => ({ judgedScan: number })),
      ],
      passes: { 'network.aws.security-group-admin-ports-private': 60, 'logging.aws.vpc-flow-logs-on': 4 },
      manifest: { changes: { ...scanOf({}).manifest.changes, new: index % 4, resolved: (index * 2) % 5 } },
    }).manifest;
  });

/** Nothing was readable at all. */
export const unknownScan = (): ScanReader =>
  scanOf({
    number: 1,
    comparedWith: 0,
    complete: false,
    unknowns: [
      {
        checks: ['iam.aws.root-has-mfa', 'data.aws.bucket-is-private', 'logging.aws.vpc-flow-logs-on'],
        provider: 'aws',
        account: prod,
        region: '*',
        kind: '*',
        part: '*',
        reason: 'denied',
        missing: 'sts:AssumeRole',
        detail: 'AccessDenied: not authorized to perform sts:AssumeRole on role/plumbline-reader',
        resources: ['*'],
      },
    ],
    coverage: [
      {
        provider: 'aws',
        account: prod,
        region: '*',
        kind: '*',
        part: '*',
        state: 'denied',
        count: 0,
        route: 'sts',
        missing: 'sts:AssumeRole',
        principal: reader,
      },
    ],
    manifest: { resources: 0, calls: 1 },
  });

/** Everything judged, nothing open. */
export const quietScan = (): ScanReader =>
  scanOf({
    number: 1,
    comparedWith: 0,
    passes: { 'data.aws.bucket-is-private': 60, 'iam.aws.user-has-mfa': 31 },
    coverage: everydayCoverage.filter((row) => row.state === 'read'),
  });

/** No check had anything to ask. */
export const emptyScan = (): ScanReader => scanOf({ number: 1, comparedWith: 0, manifest: { resources: 0 } });
