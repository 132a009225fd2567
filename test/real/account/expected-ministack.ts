/** What the faulty account alone is judged to be in MiniStack, where it differs from what it is in moto. */
import type { Expected } from './expected.ts';

const account = 'Master Account';

/** The healthy account is not there: it can't be made, so what an account has one of is only seen from one side. */
export const expectedInMinistack: Readonly<Record<string, Expected>> = {
  'data.aws.account-public-access-block': { fails: [], passes: 0 },
  // Whether the account's own block closes the public one can't be told (below).
  'data.aws.bucket-not-public': { fails: [], passes: 2 },
  'data.aws.bucket-requires-tls': { fails: ['bucket-public'], passes: 2 },
  // Its list of certificates does not say what key one has, until when it is valid, or whether it is used.
  'data.aws.certificate-valid': { fails: [], passes: 0 },
  'data.aws.database-snapshot-not-shared': { fails: [], passes: 0 },
  'data.aws.distribution-bucket-identity': { fails: ['distribution-open'], passes: 1 },
  'data.aws.key-policy-not-public': { fails: ['key-public'], passes: 2 },
  'data.aws.key-rotation-on': { fails: ['key-unrotated'], passes: 2 },
  // It knows no policy of a registry.
  'data.aws.repository-not-public': { fails: ['repository-public'], passes: 0 },
  // It does not heed the encryption that an instance's volume was asked for.
  'data.aws.volume-encrypted': {
    fails: ['volume of metadata-any', 'volume of metadata-v2', 'volume-plain'],
    passes: 1,
  },
  'detection.aws.guardduty-on': { fails: [], passes: 0 },
  'detection.aws.security-hub-on': { fails: [], passes: 0 },
  'iam.aws.identity-inline-policies-not-administrator': {
    fails: ['group-inline-administrator', 'role-inline-administrator', 'user-inline-administrator'],
    passes: 8,
  },
  'iam.aws.password-policy-strong': { fails: [account], passes: 0 },
  'iam.aws.policy-not-administrator': { fails: [], passes: 0 },
  'iam.aws.role-trust-not-foreign': { fails: ['role-foreign'], passes: 3 },
  'iam.aws.role-trust-not-public': { fails: ['role-public'], passes: 3 },
  // Its root user has a device and no key; moto's has neither.
  'iam.aws.root-has-no-access-keys': { fails: [], passes: 1 },
  'iam.aws.root-mfa-enabled': { fails: [], passes: 1 },
  'iam.aws.root-mfa-hardware': { fails: [], passes: 1 },
  'iam.aws.user-access-keys-rotated': { fails: [], passes: 1 },
  'iam.aws.user-credentials-used': { fails: [], passes: 1 },
  'logging.aws.audit-log-group-kept': {
    fails: ['/aws/eks/cluster-open/cluster', 'events-for-weeks'],
    passes: 2,
  },
  'logging.aws.config-recorder-on': { fails: ['123456789012 eu-west-1'], passes: 0 },
  'logging.aws.trail-encrypted': { fails: ['trail-one-region', 'trail-stopped'], passes: 0 },
  'logging.aws.trail-multi-region': { fails: [account], passes: 0 },
  'logging.aws.trail-validates-logs': { fails: ['trail-one-region', 'trail-stopped'], passes: 0 },
  // It has no logging of web ACLs.
  'logging.aws.web-acl-logs': { fails: [], passes: 0 },
  'network.aws.distribution-tls-current': { fails: ['distribution-open'], passes: 1 },
  'network.aws.instance-metadata-v2': { fails: [], passes: 0 },
  // It drops the ports of an entry, which then admits every port, and puts a network's own list on no subnet.
  'network.aws.network-acl-admin-ports-private': { fails: ['closed-list'], passes: 0 },
};

/** Calls and fields that it lacks. */
export const unknownInMinistack: readonly string[] = [
  'data.aws.account-public-access-block AWS::::Account publicAccessBlock unavailable s3:GetAccountPublicAccessBlock',
  'data.aws.bucket-not-public AWS::S3::Bucket accountPublicAccessBlock unavailable s3:GetAccountPublicAccessBlock',
  'data.aws.certificate-valid AWS::ACM::Certificate settings malformed',
  'data.aws.database-snapshot-not-shared AWS::RDS::DBSnapshot sharedWith unsupported rds:DescribeDBSnapshotAttributes',
  'data.aws.repository-not-public AWS::ECR::Repository registryPolicy unsupported ecr:GetRegistryPolicy',
  'detection.aws.guardduty-on AWS::::Region guardDuty unavailable guardduty:ListDetectors',
  'detection.aws.security-hub-on AWS::::Region securityHub unavailable securityhub:DescribeHub',
  'iam.aws.external-access-analyzed AWS::::Region analyzers unavailable access-analyzer:ListAnalyzers',
  'iam.aws.policy-not-administrator AWS::IAM::Policy usage malformed',
  'iam.aws.user-credentials-used AWS::IAM::User * undecidable',
  'logging.aws.web-acl-logs AWS::WAFv2::WebACL logging unsupported wafv2:GetLoggingConfiguration',
  'network.aws.instance-metadata-v2 AWS::EC2::Instance * undecidable',
];
