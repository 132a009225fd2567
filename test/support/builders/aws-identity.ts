import type { Credentials, IdentityPolicies, TrailFacts } from '#model/aws/identity.ts';
import type { Kind, ResourceMap } from '#model/kinds.ts';
import { policy } from './policy.ts';

/** Plain dates, since the builder of dates stands on this file: 2026-11-24 is the day of every observation. */
const lastWeek = '2026-11-17T06:00:00.000Z';

export const noPolicies: IdentityPolicies = { inline: [], attached: [], boundary: 'none' };

/** A console user with MFA, a fresh key and recent use. */
export const credentials: Credentials = {
  createdAt: '2026-01-10T09:00:00.000Z',
  passwordEnabled: true,
  passwordLastUsed: lastWeek,
  passwordLastChanged: '2026-10-30T09:00:00.000Z',
  mfaActive: true,
  accessKeys: [{ slot: 1, active: true, lastRotated: '2026-10-30T09:00:00.000Z', lastUsed: lastWeek }],
  certificates: 0,
};

export const trail: TrailFacts = {
  name: 'org-trail',
  arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-trail',
  homeRegion: 'eu-west-1',
  multiRegion: true,
  organization: false,
  includesGlobalServices: true,
  validatesLogFiles: true,
  kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-0000-0000-0000-000000000001',
  bucket: 'org-trail-logs',
  logGroup: 'none',
  selectsEvents: false,
};

export const fullBlock = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
} as const;

type IdentityKind = Extract<Kind, 'AWS::::Account' | `AWS::IAM::${string}`>;

export const healthyIdentity: { readonly [K in IdentityKind]: ResourceMap[K] } = {
  'AWS::::Account': {
    summary: { rootMfaEnabled: true, rootAccessKeysPresent: false, rootSigningCertificatesPresent: false },
    passwordPolicy: {
      minimumLength: 14,
      requireSymbols: false,
      requireNumbers: false,
      requireUppercase: false,
      requireLowercase: false,
      reusePrevention: 24,
      maxAge: 0,
    },
    rootCredentials: { ...credentials, accessKeys: [] },
    rootMfaVirtual: false,
    trails: [trail],
    otherTrails: [],
    trailStatus: [{ arn: trail.arn, logging: true, deliveryError: 'none', events: 'all' }],
    publicAccessBlock: fullBlock,
  },
  'AWS::IAM::User': { path: '/', policies: noPolicies, groups: ['developers'], credentials },
  'AWS::IAM::Group': { path: '/', policies: noPolicies },
  'AWS::IAM::Role': {
    path: '/',
    trustPolicy: policy({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    policies: noPolicies,
    lastUsed: lastWeek,
    createdAt: '2026-01-10T09:00:00.000Z',
  },
  'AWS::IAM::Policy': {
    document: policy({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::ledger/*' }),
    usage: { attachments: 1, asBoundary: 0 },
  },
};
