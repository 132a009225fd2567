import { ruleInWords } from '#model/aws/exposure.ts';
import type { SecurityGroupRule } from '#model/aws/network.ts';
import {
  absentWhen,
  asAddressRange,
  asAssigned,
  asCertificate,
  asCondition,
  asEngineVersion,
  asEveryone,
  asKeyId,
  asPrincipal,
  asSid,
  withoutCase,
} from './fold.ts';
import type { Folding } from './folding-row.ts';
import { of, selfMoving, spelledRange } from './folding-row.ts';

/** Services for which AWS says that `"*"` and `{"AWS": "*"}` are the same; others are compared to the letter. */
const starIsEveryone = new Set(['AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::KMS::Key']);

/**
 * A policy document by what it grants. Its version stays: the older one has no variables. Resources keep their case,
 * operators and Sids their text.
 */
const policy = (kind: string, at: string): readonly Folding[] => {
  const row = of(kind);
  const statement = `${at}/statements[]`;
  const principal = `${statement}/principals/entries[]`;
  return [
    row.set(`${at}/statements`, ['label'], 'all statements are weighed together'),
    row.folded(`${statement}/label`, 'a statement without Sid is named by its position', asSid),
    row.set(`${statement}/principals/entries`, ['type', 'value'], 'any one principal is enough'),
    row.folded(
      principal,
      'an account is written by its id or by the ARN of its root; everybody in two ways where the service says so',
      asPrincipal,
      ...(starIsEveryone.has(kind) ? [asEveryone] : []),
    ),
    ...['actions', 'notActions'].flatMap((name) =>
      row.texts(`${statement}/${name}`, 'IAM compares actions without case', withoutCase),
    ),
    row.set(`${statement}/resources`, [], 'any one resource is enough'),
    row.set(`${statement}/notResources`, [], 'all of them are left out'),
    row.set(`${statement}/conditions`, ['operator', 'key'], 'all conditions have to hold'),
    row.folded(
      `${statement}/conditions[]`,
      'condition keys are compared without case, and addresses by what they cover',
      asCondition,
    ),
    row.set(`${statement}/conditions[]/values`, [], 'any one value is enough'),
  ];
};

const identityPolicies = (kind: string): readonly Folding[] => [
  of(kind).set('policies/inline', ['name']),
  ...policy(kind, 'policies/inline[]/document'),
  of(kind).set('policies/attached', ['arn']),
];

const credentials = (kind: string, part: string): readonly Folding[] => {
  const row = of(kind);
  return [
    row.ignored(`${part}/passwordLastUsed`, selfMoving),
    row.set(`${part}/accessKeys`, ['slot']),
    row.ignored(`${part}/accessKeys[]/lastUsed`, selfMoving),
  ];
};

const group = of('AWS::EC2::SecurityGroup');
const rules = (part: string): readonly Folding[] => [
  group.set(
    part,
    ['protocol', 'ports'],
    'a security group admits what any of its rules admits',
    (rule: SecurityGroupRule) => ruleInWords(rule, part === 'egress' ? 'to' : 'from'),
  ),
  group.ignored(`${part}[]/id`, 'the position of the rule, which is no property of it'),
  group.folded(`${part}[]/peer/cidr`, spelledRange, asAddressRange),
];

const noBlock = {
  blockPublicAcls: false,
  blockPublicPolicy: false,
  ignorePublicAcls: false,
  restrictPublicBuckets: false,
};
const noBlockIs = 'no block and one in which everything is off amount to the same';
const databases = of('AWS::RDS::DBInstance', 'AWS::RDS::DBCluster');

/** Where the service shows a key as whoever set it wrote it. */
const keyed = [
  { kinds: ['AWS::S3::Bucket'], at: 'encryption/kmsKey' },
  { kinds: ['AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::SecretsManager::Secret'], at: 'settings/kmsKey' },
];
const keySpelling = 'a key is named by its id or by its ARN';

export const awsFoldings: readonly Folding[] = [
  ...['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Role'].flatMap(identityPolicies),
  of('AWS::IAM::User').set('groups'),
  ...credentials('AWS::IAM::User', 'credentials'),
  ...credentials('AWS::::Account', 'rootCredentials'),
  ...policy('AWS::IAM::Role', 'trustPolicy'),
  of('AWS::IAM::Role').ignored('lastUsed', selfMoving),
  ...policy('AWS::IAM::Policy', 'document'),
  of('AWS::IAM::Policy').ignored(
    'usage',
    'counts attachments, each of which stands on the user, group or role that has it',
  ),
  of('AWS::::Account').set('trails', ['arn']),
  of('AWS::::Account').set('otherTrails', ['arn']),
  of('AWS::::Account').set('trailStatus', ['arn']),
  of('AWS::::Account').folded('publicAccessBlock', noBlockIs, absentWhen('none', noBlock)),

  ...rules('ingress'),
  ...rules('egress'),
  of('AWS::EC2::NetworkAcl').set('entries', ['egress', 'number'], 'the number of an entry is its place'),
  of('AWS::EC2::NetworkAcl').folded('entries[]/cidr', spelledRange, asAddressRange),
  of('AWS::EC2::NetworkAcl').set('associations/subnets'),
  of('AWS::EC2::RouteTable').set(
    'routes',
    ['destination'],
    'the narrowest destination decides, not the order',
  ),
  of('AWS::EC2::RouteTable').folded('routes[]/destination', spelledRange, asAddressRange),
  of('AWS::EC2::RouteTable').ignored('routes[]/active', 'follows the target, on which its change is drift'),
  of('AWS::EC2::RouteTable').set('associations/subnets'),
  ...of('AWS::EC2::VPC', 'AWS::EC2::Subnet').ranges('settings/cidrs'),
  of('AWS::EC2::VPC').set('flowLogs', ['id']),
  ...['requester', 'accepter'].flatMap((side) =>
    of('AWS::EC2::VPCPeeringConnection').ranges(`settings/${side}/cidrs`),
  ),
  of('AWS::EC2::NetworkInterface').set('settings/privateIps'),
  of('AWS::EC2::NetworkInterface').set('settings/groups'),
  of('AWS::EC2::NetworkInterface').folded(
    'settings/publicIp',
    'a public address that AWS gives is another after each stop',
    asAssigned,
  ),
  of('AWS::EC2::Instance').folded(
    'network/publicIp',
    'a public address that AWS gives is another after each stop',
    asAssigned,
  ),
  of('AWS::EC2::Instance').set('network/groups'),
  of('AWS::EC2::Instance').set('settings/volumes'),
  of('AWS::EC2::Instance').ignored('settings/state', 'running or stopped is operation, not configuration'),
  of('AWS::EC2::InternetGateway').set('attachments'),
  of('AWS::EC2::NatGateway').set('settings/publicIps'),
  of('AWS::EC2::NatGateway').ignored('settings/state', selfMoving),
  ...policy('AWS::EC2::VPCEndpoint', 'policy'),
  ...['subnets', 'groups', 'routeTables'].map((name) => of('AWS::EC2::VPCEndpoint').set(`settings/${name}`)),
  of('AWS::EC2::Volume').set('settings/attachedTo'),
  of('AWS::EC2::Volume').ignored('settings/state', 'follows from what it is attached to, which is compared'),
  of('AWS::ElasticLoadBalancingV2::LoadBalancer').set('settings/subnets'),
  of('AWS::ElasticLoadBalancingV2::LoadBalancer').set('settings/groups'),
  of('AWS::ElasticLoadBalancingV2::Listener').set('settings/certificates'),

  ...[
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::SNS::Topic',
    'AWS::SQS::Queue',
    'AWS::EFS::FileSystem',
  ].flatMap((kind) => policy(kind, 'policy')),
  ...['AWS::Lambda::Function', 'AWS::ECR::Repository'].flatMap((kind) => policy(kind, 'policy')),
  of('AWS::S3::Bucket').set('acl/grants', ['grantee', 'permission']),
  of('AWS::S3::Bucket').folded('publicAccessBlock', noBlockIs, absentWhen('none', noBlock)),
  of('AWS::S3::Bucket').ignored(
    'accountPublicAccessBlock',
    'stands on the account, where its change is drift once and not for each bucket',
  ),
  of('AWS::S3::AccountPublicAccessBlock').folded('settings', noBlockIs, absentWhen('none', noBlock)),
  ...['logExports', 'groups', 'subnets'].map((name) => databases.set(`settings/${name}`)),
  databases.folded(
    'settings',
    'the service raises the minor version by itself where it was told to',
    asEngineVersion,
  ),
  of('AWS::RDS::DBSnapshot').set('sharedWith'),
  of('AWS::Lambda::Function').set('settings/groups'),
  of('AWS::Lambda::Function').set('settings/subnets'),
  of('AWS::Lambda::Function').set('environmentSecrets', ['path']),
  ...of('AWS::EKS::Cluster').ranges('endpoint/publicCidrs'),
  of('AWS::EKS::Cluster').set('logging'),
  of('AWS::EKS::Cluster').set('settings/subnets'),
  of('AWS::EKS::Cluster').set('settings/groups'),
  ...['analyzers', 'organizationAnalyzers'].map((part) => of('AWS::::Region').set(part, ['arn'])),
  of('AWS::CloudFront::Distribution').set('settings/aliases'),
  of('AWS::CloudFront::Distribution').set(
    'settings/origins',
    ['id'],
    'a behavior names its origin by its id',
  ),
  of('AWS::ACM::Certificate').folded(
    'settings',
    'ACM renews what it issued, and the end of a certificate comes by the calendar',
    asCertificate,
  ),
  of('AWS::ACM::Certificate').ignored(
    'settings/inUse',
    'follows from the listeners and distributions that name it, on which its change is drift',
  ),
  ...policy('AWS::ApiGateway::RestApi', 'policy'),
  of('AWS::ApiGateway::RestApi').set('settings/endpoints'),
  of('AWS::ApiGateway::RestApi').set('methods', ['path', 'method']),
  of('AWS::ApiGatewayV2::Api').set('routes', ['key'], 'the narrowest route decides, not the order'),
  of('AWS::WAFv2::WebACL').set('logging'),
  of('AWS::Logs::LogGroup').set('trails'),
  ...keyed.map(({ kinds, at }) => of(...kinds).folded(at, keySpelling, asKeyId)),
  of('AWS::Config::ConfigurationRecorder').set('recording/included'),
  of('AWS::Config::ConfigurationRecorder').set('recording/excluded'),
  of('AWS::Config::ConfigurationRecorder').ignored(
    'recording/lastStatus',
    `the outcome of the last delivery, ${selfMoving}`,
  ),
];
