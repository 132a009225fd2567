import type { Database } from '#model/aws/data.ts';
import type { Kind, ResourceMap } from '#model/kinds.ts';
import { fullBlock, trail } from './aws-identity.ts';
import { policy } from './policy.ts';

type DataKind = Exclude<
  Extract<Kind, `AWS::${string}`>,
  | 'AWS::::Account'
  | Extract<Kind, `AWS::IAM::${string}`>
  | Exclude<Extract<Kind, `AWS::EC2::${string}`>, 'AWS::EC2::FlowLog' | 'AWS::EC2::Volume'>
  | Extract<Kind, `AWS::ElasticLoadBalancingV2::${string}`>
>;

const key = 'arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-0000-0000-0000-000000000001';
const group = 'sg-0aaa111122223333a';
const subnet = 'subnet-0ddd111122223333d';

/** The statement that refuses plain HTTP to a bucket, as AWS documents it. */
export const tlsOnly = (bucket: string, partition = 'aws') =>
  ({
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }) as const;

/** What every new key has: the account decides by its own IAM policies. */
export const accountKeyPolicy = policy({
  Sid: 'Enable IAM User Permissions',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
});

const database: Database = {
  settings: {
    engine: 'postgres',
    engineVersion: '16.4',
    publiclyAccessible: false,
    encrypted: true,
    kmsKey: key,
    deletionProtection: true,
    backupRetention: 7,
    multiAz: true,
    autoMinorUpgrade: true,
    iamAuthentication: true,
    logExports: ['postgresql'],
    groups: [group],
    subnets: [subnet],
    port: 5432,
  },
};

export const healthyData: { readonly [K in DataKind]: ResourceMap[K] } = {
  'AWS::S3::Bucket': {
    policy: policy(tlsOnly('ledger')),
    acl: { owner: 'a'.repeat(64), grants: [{ grantee: 'a'.repeat(64), permission: 'FULL_CONTROL' }] },
    publicAccessBlock: fullBlock,
    accountPublicAccessBlock: fullBlock,
    ownership: 'BucketOwnerEnforced',
    encryption: { algorithm: 'aws:kms', kmsKey: key },
    versioning: { status: 'Enabled', mfaDelete: false },
    logging: 'access-logs',
  },
  'AWS::S3::AccountPublicAccessBlock': { settings: fullBlock },
  'AWS::KMS::Key': {
    policy: accountKeyPolicy,
    rotation: true,
    settings: {
      manager: 'CUSTOMER',
      state: 'Enabled',
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'AWS_KMS',
      multiRegion: false,
    },
  },
  'AWS::RDS::DBInstance': database,
  'AWS::RDS::DBCluster': database,
  'AWS::RDS::DBSnapshot': { settings: { encrypted: true, type: 'manual' }, sharedWith: [] },
  'AWS::SNS::Topic': { policy: 'none', settings: { kmsKey: key } },
  'AWS::SQS::Queue': { policy: 'none', settings: { kmsKey: key, managedEncryption: false } },
  'AWS::SecretsManager::Secret': {
    settings: { kmsKey: key, rotationEnabled: true, rotationDays: 30 },
  },
  'AWS::DynamoDB::Table': {
    settings: { encryption: 'KMS', kmsKey: key, deletionProtection: true },
  },
  'AWS::EFS::FileSystem': { policy: 'none', settings: { encrypted: true, kmsKey: key } },
  'AWS::Lambda::Function': {
    policy: 'none',
    settings: {
      runtime: 'nodejs24.x',
      role: 'arn:aws:iam::111122223333:role/ledger',
      groups: [group],
      subnets: [subnet],
      kmsKey: key,
      packageType: 'Zip',
    },
    aliases: [],
    environmentSecrets: [],
  },
  'AWS::ECR::Repository': {
    policy: 'none',
    registryPolicy: 'none',
    settings: { immutableTags: true, scanOnPush: true, kmsKey: key, lifecyclePolicy: true },
  },
  'AWS::EKS::Cluster': {
    endpoint: { public: false, private: true, publicCidrs: [] },
    logging: ['api', 'audit', 'authenticator'],
    settings: {
      version: '1.34',
      role: 'arn:aws:iam::111122223333:role/eks',
      subnets: [subnet],
      groups: [group],
      secretsKey: key,
    },
  },
  'AWS::CloudTrail::Trail': { settings: trail },
  'AWS::Config::ConfigurationRecorder': {
    recording: {
      name: 'default',
      on: true,
      allSupported: true,
      includesGlobal: true,
      included: [],
      excluded: [],
      lastStatus: 'SUCCESS',
    },
  },
  'AWS::CloudFront::Distribution': {
    settings: {
      enabled: true,
      aliases: ['ledger.example'],
      behaviors: [{ path: 'default', viewers: 'redirect-to-https' }],
      defaultCertificate: false,
      oldestTls: 'TLSv1.2_2021',
      origins: [
        {
          id: 'pages',
          domain: 'ledger.s3.eu-west-1.amazonaws.com',
          type: 'bucket',
          identity: 'origin-access-control',
        },
      ],
      webAcl: 'none',
    },
  },
  'AWS::Logs::LogGroup': {
    settings: { name: 'trail/ledger', retention: 400, kmsKey: key },
    trails: ['ledger'],
  },
  'AWS::WAFv2::WebACL': {
    settings: { defaultAction: 'allow', rules: [{ name: 'common', action: 'none' }], managedGroups: 0 },
    logging: ['arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-ledger'],
  },
  'AWS::ACM::Certificate': {
    settings: {
      domain: 'ledger.example',
      status: 'ISSUED',
      type: 'AMAZON_ISSUED',
      keyAlgorithm: 'RSA_2048',
      validUntil: '2027-05-24T00:00:00.000Z',
      inUse: true,
      exported: false,
    },
  },
  'AWS::ApiGateway::RestApi': {
    policy: 'none',
    settings: { endpoints: ['REGIONAL'] },
    methods: [{ path: '/', method: 'GET', authorization: 'AWS_IAM', apiKey: false }],
    deployed: [{ stage: 'live', path: '/', method: 'GET', authorization: 'AWS_IAM', apiKey: false }],
  },
  'AWS::ApiGateway::Stage': {
    settings: { accessLogs: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', webAcl: 'none' },
  },
  'AWS::ApiGatewayV2::Api': {
    settings: { protocol: 'HTTP' },
    routes: [{ key: '$default', authorization: 'JWT' }],
  },
  'AWS::ApiGatewayV2::Stage': {
    settings: { accessLogs: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', webAcl: 'none' },
  },
  'AWS::::Region': {
    guardDuty: { id: '12abc34d567e8fa901bc2d34e56789f0', status: 'ENABLED' },
    securityHub: { arn: 'arn:aws:securityhub:eu-west-1:111122223333:hub/default' },
    analyzers: [
      {
        name: 'own',
        arn: 'arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/own',
        type: 'ACCOUNT',
        status: 'ACTIVE',
      },
    ],
    organizationAnalyzers: [],
  },
  'AWS::EC2::FlowLog': {
    settings: { resource: 'vpc-0bbb111122223333b', traffic: 'ALL', active: true, destination: 's3' },
  },
  'AWS::EC2::Volume': {
    settings: { encrypted: true, kmsKey: key, state: 'in-use', attachedTo: ['i-0111'] },
  },
};
