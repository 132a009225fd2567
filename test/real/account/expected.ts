/** What the two accounts are judged to be: every check of AWS, with the exact answers. */

export interface Expected {
  /** Names of the resources that fail. */
  readonly fails: readonly string[];
  /** How many pass: more than one where a check asks more than was built for it. */
  readonly passes: number;
}

/** Called as the server calls the account that made the organisation. */
const faulty = 'master';
const healthy = 'healthy';

export const expected: Readonly<Record<string, Expected>> = {
  'data.aws.account-public-access-block': { fails: [faulty], passes: 1 },
  'data.aws.bucket-not-public': { fails: ['bucket-public'], passes: 3 },
  'data.aws.bucket-requires-tls': { fails: ['bucket-public'], passes: 3 },
  'data.aws.certificate-valid': { fails: ['certificate-ending', 'certificate-weak'], passes: 2 },
  'data.aws.database-encrypted': { fails: ['cluster-open', 'database-open'], passes: 2 },
  'data.aws.database-snapshot-not-shared': { fails: ['snapshot-open'], passes: 3 },
  'data.aws.distribution-bucket-identity': { fails: [], passes: 0 },
  'data.aws.function-environment-has-no-secrets': { fails: ['function-secret'], passes: 2 },
  'data.aws.function-not-public': { fails: ['function-public'], passes: 2 },
  'data.aws.key-policy-not-public': { fails: ['key-public'], passes: 3 },
  // Moto says that the customer manages the key which AWS keeps for volumes.
  'data.aws.key-rotation-on': { fails: ['alias/aws/ebs', 'key-unrotated'], passes: 2 },
  'data.aws.queue-not-public': { fails: ['queue-public'], passes: 1 },
  'data.aws.repository-not-public': { fails: ['repository-public'], passes: 1 },
  'data.aws.secret-rotation-on': { fails: ['secret-kept'], passes: 1 },
  'data.aws.topic-not-public': { fails: ['topic-public'], passes: 1 },
  'data.aws.volume-encrypted': { fails: ['volume-plain'], passes: 3 },
  'detection.aws.guardduty-on': { fails: ['eu-west-1'], passes: 1 },
  'detection.aws.security-hub-on': { fails: ['eu-west-1'], passes: 1 },
  'iam.aws.external-access-analyzed': { fails: [], passes: 0 },
  'iam.aws.identity-inline-policies-not-administrator': {
    fails: ['group-inline-administrator', 'role-inline-administrator', 'user-inline-administrator'],
    passes: 9,
  },
  'iam.aws.password-policy-strong': { fails: [faulty], passes: 1 },
  'iam.aws.policy-not-administrator': { fails: ['policy-administrator'], passes: 1 },
  'iam.aws.role-trust-not-foreign': { fails: ['role-foreign'], passes: 4 },
  'iam.aws.role-trust-not-public': { fails: ['role-public'], passes: 4 },
  'iam.aws.root-has-no-access-keys': { fails: [], passes: 2 },
  'iam.aws.root-mfa-enabled': { fails: [healthy, faulty], passes: 0 },
  'iam.aws.root-mfa-hardware': { fails: [healthy, faulty], passes: 0 },
  // Moto's credential report has one date, years before its users: no age can be told from it.
  'iam.aws.user-access-keys-rotated': { fails: [], passes: 0 },
  'iam.aws.user-administrator-not-attached': { fails: ['user-administrator'], passes: 4 },
  'iam.aws.user-console-mfa': { fails: ['user-console'], passes: 1 },
  'iam.aws.user-credentials-used': { fails: [], passes: 0 },
  'logging.aws.api-stage-access-logs': { fails: ['http-unlogged', 'rest-unlogged'], passes: 2 },
  'logging.aws.audit-log-group-kept': {
    fails: ['/aws/eks/cluster-open/cluster', 'events-for-weeks'],
    passes: 3,
  },
  'logging.aws.cluster-audit-logs-on': { fails: ['cluster-open'], passes: 1 },
  'logging.aws.config-recorder-on': { fails: ['123456789012 eu-west-1'], passes: 1 },
  'logging.aws.trail-encrypted': { fails: ['trail-one-region', 'trail-stopped'], passes: 1 },
  'logging.aws.trail-multi-region': { fails: [faulty], passes: 1 },
  'logging.aws.trail-validates-logs': { fails: ['trail-one-region', 'trail-stopped'], passes: 1 },
  'logging.aws.vpc-flow-logs-on': { fails: ['open-network'], passes: 1 },
  'logging.aws.web-acl-logs': { fails: ['acl-counting', 'acl-empty'], passes: 1 },
  'network.aws.cluster-endpoint-private': { fails: ['cluster-open'], passes: 1 },
  'network.aws.database-not-public': { fails: ['database-open'], passes: 1 },
  'network.aws.default-security-group-closed': { fails: ['open-default-group'], passes: 1 },
  'network.aws.distribution-behind-web-acl': { fails: ['distribution-open'], passes: 1 },
  // Moto says of every distribution that it has the certificate of cloudfront.net, beside its own.
  'network.aws.distribution-tls-current': { fails: ['distribution-closed', 'distribution-open'], passes: 0 },
  'network.aws.distribution-viewers-encrypted': { fails: ['distribution-open'], passes: 1 },
  'network.aws.http-api-routes-authorized': { fails: ['http-open', 'socket-open'], passes: 2 },
  'network.aws.instance-metadata-v2': { fails: ['metadata-any'], passes: 1 },
  // Moto keeps the list of a network that was deleted, one in each account, and the subnets that it was on.
  'network.aws.network-acl-admin-ports-private': {
    fails: ['list-of-removed-network', 'list-of-removed-network', 'open-default-list'],
    passes: 1,
  },
  'network.aws.peering-routes-narrow': { fails: ['peering-wide'], passes: 3 },
  'network.aws.rest-api-methods-authorized': {
    fails: ['rest-keyed', 'rest-open', 'rest-policy-public'],
    passes: 2,
  },
  'network.aws.security-group-admin-ports-private': { fails: ['admin-open', 'all-open'], passes: 4 },
  'network.aws.security-group-database-ports-private': { fails: ['all-open', 'database-open'], passes: 4 },
  'network.aws.security-group-not-open': { fails: ['all-open'], passes: 5 },
  'network.aws.web-acl-blocks': { fails: ['acl-counting', 'acl-empty'], passes: 1 },
};

type Twin = 'faulty' | 'healthy';

const rootUser = 'the root user can not be given a key or a device';
const credentials = 'credentials are as old as the run, and the credential report is always of 2015';

/** Twins that can't be built there, and why. */
export const notCarried: Readonly<
  Record<string, { readonly twins: readonly Twin[]; readonly because: string }>
> = {
  'data.aws.distribution-bucket-identity': {
    twins: ['faulty', 'healthy'],
    because: 'the list of distributions does not say that an origin is a bucket',
  },
  'iam.aws.external-access-analyzed': {
    twins: ['faulty', 'healthy'],
    because: 'there is no Access Analyzer, so that nobody can tell',
  },
  'iam.aws.root-has-no-access-keys': { twins: ['faulty'], because: rootUser },
  'iam.aws.root-mfa-enabled': { twins: ['healthy'], because: rootUser },
  'iam.aws.root-mfa-hardware': { twins: ['healthy'], because: rootUser },
  'iam.aws.user-access-keys-rotated': { twins: ['faulty', 'healthy'], because: credentials },
  'iam.aws.user-credentials-used': { twins: ['faulty', 'healthy'], because: credentials },
  'network.aws.distribution-tls-current': {
    twins: ['healthy'],
    because: 'every distribution is said to have the certificate of cloudfront.net',
  },
};

/** Questions without an answer, one for each account: check, kind, part, why, and what would answer it. */
export const unknown: readonly string[] = [
  ...Array(2).fill(
    'iam.aws.external-access-analyzed AWS::::Region analyzers unavailable access-analyzer:ListAnalyzers',
  ),
  'iam.aws.user-access-keys-rotated AWS::IAM::User * undecidable',
  'iam.aws.user-credentials-used AWS::IAM::User * undecidable',
];
