/** Functions, registries, clusters, trails, log groups. */
import type { TrailFacts } from '#model/aws/identity.ts';
import { unread } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';
import { notRead, part, problem } from '#sources/fields.ts';
import { redactText, secretIn } from '../../secrets.ts';
import type { Normaliser } from './normaliser.ts';
import { optionalPolicy } from './storage.ts';

const environmentNotRecorded = unread(
  'not-recorded',
  'lambda:ListFunctions',
  'AWS Config does not keep environment variables',
);

export const lambdaFunction: Normaliser<'AWS::Lambda::Function'> = ({ configuration, supplementary }) => ({
  // Left out where a function has no policy, in the recorded items we know (unconfirmed in a live account). Where
  // nothing else is recorded beside the configuration either, nobody has told us that the recorder looked.
  policy: part(() =>
    !supplementary.has('Policy') && Object.keys(supplementary.fields).length > 0
      ? 'none'
      : optionalPolicy(supplementary, 'Policy', 'lambda:GetPolicy'),
  ),
  aliases: part(() =>
    supplementary.has('aliases')
      ? supplementary.nodes('aliases').map((one) => ({
          name: one.text('name'),
          policy: optionalPolicy(one, 'policy', 'lambda:GetPolicy'),
        }))
      : notRead(unread('not-recorded', 'lambda:ListAliases', 'AWS Config does not keep aliases')),
  ),
  settings: part(() => {
    const network = configuration.nodeOr('vpcConfig');
    // Items from before December 2020 know no images.
    const packageType = configuration.textOr('Zip', 'packageType');
    return {
      runtime:
        packageType === 'Image' ? configuration.textOr('none', 'runtime') : configuration.text('runtime'),
      role: configuration.text('role'),
      groups: network?.textsOr('securityGroupIds') ?? [],
      subnets: network?.textsOr('subnetIds') ?? [],
      kmsKey: configuration.textOr('none', 'kmskeyArn', 'kmsKeyArn', 'kMSKeyArn'),
      packageType,
    };
  }),
  environmentSecrets: part(() => {
    // Items of AWS Config have none, whether the function has variables or not: its queries know no such property, and
    // AWS's own inventory solution asks Lambda.
    if (!configuration.has('environment')) return notRead(environmentNotRecorded);
    const environment = configuration.nodeOr('environment');
    if (environment === undefined) return [];
    const failure = environment.nodeOr('error');
    if (failure !== undefined) {
      // Lambda could not decrypt the variables for whoever asked.
      return notRead(
        unread('denied', 'kms:Decrypt', 'the variables are encrypted with a key that may not be used'),
      );
    }
    const variables = environment.nodeOr('variables');
    if (variables === undefined) return [];
    return Object.entries(variables.fields).flatMap(([name, value]) => {
      if (typeof value !== 'string') return problem(`${variables.path} holds something that is not text`);
      const detector = secretIn(name, value);
      return detector === undefined ? [] : [{ path: `environment.variables.${redactText(name)}`, detector }];
    });
  }),
});

export const registry: Normaliser<'AWS::ECR::Repository'> = ({ configuration }) => ({
  policy: part(() => optionalPolicy(configuration, 'RepositoryPolicyText', 'ecr:GetRepositoryPolicy')),
  registryPolicy: unread('unsupported', undefined, "the registry's policy is asked for once a region"),
  settings: part(() => {
    const mutability = configuration.text('ImageTagMutability');
    const encryption = configuration.nodeOr('EncryptionConfiguration');
    const lifecycle = configuration.nodeOr('LifecyclePolicy');
    return {
      // `IMMUTABLE_WITH_EXCLUSION` leaves some tags mutable.
      immutableTags: mutability === 'IMMUTABLE',
      scanOnPush: configuration.nodeOr('ImageScanningConfiguration')?.flagOr(false, 'ScanOnPush') ?? false,
      // A repository without the setting is encrypted by S3's own keys.
      kmsKey: encryption?.textOr('none', 'KmsKey') ?? 'none',
      lifecyclePolicy: (lifecycle?.textOr('', 'LifecyclePolicyText') ?? '') !== '',
    };
  }),
});

export const eksCluster: Normaliser<'AWS::EKS::Cluster'> = ({ configuration }) => ({
  endpoint: part(() => {
    const network = configuration.node('ResourcesVpcConfig');
    const isPublic = network.flag('EndpointPublicAccess');
    return {
      public: isPublic,
      private: network.flag('EndpointPrivateAccess'),
      // Ranges limit the public endpoint only, and may be left out where there is none.
      publicCidrs: isPublic ? network.texts('PublicAccessCidrs') : network.textsOr('PublicAccessCidrs'),
    };
  }),
  // Left out where no log type was ever enabled.
  logging: part(
    () =>
      configuration
        .nodeOr('Logging')
        ?.nodeOr('ClusterLogging')
        ?.nodesOr('EnabledTypes')
        .map((one) => one.text('Type')) ?? [],
  ),
  settings: part(() => {
    const network = configuration.node('ResourcesVpcConfig');
    const forSecrets = configuration
      .nodesOr('EncryptionConfig')
      .find((one) => one.textsOr('Resources').includes('secrets'));
    return {
      version: configuration.text('Version'),
      role: configuration.text('RoleArn'),
      subnets: network.texts('SubnetIds'),
      groups: network.textsOr('SecurityGroupIds'),
      secretsKey: forSecrets?.node('Provider').text('KeyArn') ?? 'none',
    };
  }),
});

export const trail: Normaliser<'AWS::CloudTrail::Trail'> = ({ configuration }) => ({
  settings: part(() => trailFacts(configuration)),
});

const trailFacts = (configuration: Node): TrailFacts => ({
  name: configuration.text('name'),
  arn: configuration.text('trailARN', 'trailArn'),
  homeRegion: configuration.text('homeRegion'),
  multiRegion: configuration.flag('isMultiRegionTrail'),
  // Trails of whole organisations came in November 2018; older items are of one account.
  organization: configuration.flagOr(false, 'isOrganizationTrail'),
  includesGlobalServices: configuration.flag('includeGlobalServiceEvents'),
  validatesLogFiles: configuration.flag('logFileValidationEnabled'),
  kmsKey: configuration.textOr('none', 'kmsKeyId'),
  bucket: configuration.text('s3BucketName'),
  logGroup: configuration.textOr('none', 'cloudWatchLogsLogGroupArn'),
  // Where it is left out, CloudTrail is asked.
  selectsEvents: configuration.flagOr(true, 'hasCustomEventSelectors'),
});

export const logGroup: Normaliser<'AWS::Logs::LogGroup'> = ({ configuration }) => ({
  settings: part(() => ({
    name: configuration.text('logGroupName'),
    // Left out where events are kept for ever.
    retention: configuration.intOr(0, 'retentionInDays'),
    kmsKey: configuration.textOr('none', 'kmsKeyId'),
  })),
  trails: unread('unsupported', undefined, 'the trails are joined in from their own items'),
});
