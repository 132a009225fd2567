/** Topics, queues, functions, registries, clusters, trails. */
import * as z from 'zod';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import { defineForm, flag, keyReference, referAll, text, texts } from './form.ts';
import { arnOf, hexOf, iamArn } from './ids.ts';
import { policyDocument, policyShape, policyText } from './policies.ts';

const topic = defineForm(
  'AWS::SNS::Topic',
  { key: text('alias/aws/sns'), policy: policyShape.default('own') },
  (name, short, place) => {
    const arn = arnOf('sns', name, place);
    const target = { service: 'sns', actions: ['SNS:Publish', 'SNS:Subscribe'], resource: arn };
    return {
      id: arn,
      name,
      arn,
      configuration: {
        TopicArn: arn,
        Owner: place.account,
        DisplayName: name,
        Policy: policyText(policyDocument(short.policy, target, place)),
        ...(short.key === 'none' ? {} : { KmsMasterKeyId: keyReference(short.key, place) }),
      },
    };
  },
);

const queue = defineForm(
  'AWS::SQS::Queue',
  { key: text('none'), managed: flag(true), policy: policyShape.default('own') },
  (name, short, place) => {
    const arn = arnOf('sqs', name, place);
    const url = `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
    const target = { service: 'sqs', actions: ['sqs:SendMessage'], resource: arn };
    const document = policyDocument(short.policy, target, place);
    return {
      id: url,
      name,
      arn,
      configuration: {
        QueueArn: arn,
        QueueUrl: url,
        QueueName: name,
        VisibilityTimeout: 30,
        // Text, not a boolean, in this kind.
        SqsManagedSseEnabled: String(short.managed),
        ...(short.key === 'none' ? {} : { KmsMasterKeyId: keyReference(short.key, place) }),
        ...(document === 'none' ? {} : { Policy: policyText(document) }),
      },
    };
  },
);

const lambda = defineForm(
  'AWS::Lambda::Function',
  {
    runtime: text('nodejs22.x'),
    role: text('function-basic'),
    groups: texts(),
    subnets: texts(),
    key: text('none'),
    image: flag(false),
    env: z.record(z.string(), z.string()).default({}),
    policy: policyShape.default('none'),
    /** Name → policy. Each is of a published version. */
    aliases: z.record(z.string(), policyShape).default({}),
  },
  (name, short, place) => {
    const arn = arnOf('lambda', `function:${name}`, place);
    const target = { service: 'lambda', actions: ['lambda:InvokeFunction'], resource: arn };
    const document = policyDocument(short.policy, target, place);
    return {
      id: name,
      name,
      arn,
      configuration: {
        functionName: name,
        functionArn: arn,
        ...(short.image ? {} : { runtime: short.runtime, handler: 'index.handler' }),
        role: iamArn(`role/${short.role}`, place),
        codeSize: 20_480,
        timeout: 30,
        memorySize: 256,
        lastModified: place.createdAt,
        version: '$LATEST',
        architectures: ['arm64'],
        packageType: short.image ? 'Image' : 'Zip',
        vpcConfig: {
          subnetIds: referAll('AWS::EC2::Subnet', short.subnets, place),
          securityGroupIds: referAll('AWS::EC2::SecurityGroup', short.groups, place),
        },
        layers: [],
        tracingConfig: { mode: 'Active' },
        state: { value: 'Active' },
        ...(short.key === 'none' ? {} : { kmskeyArn: keyReference(short.key, place) }),
      },
      supplementary: { Tags: {}, ...(document === 'none' ? {} : { Policy: policyText(document) }) },
      untold: {
        environment: { variables: short.env },
        aliases: Object.entries(short.aliases).map(([alias, shape]) => {
          const own = policyDocument(shape, { ...target, resource: `${arn}:${alias}` }, place);
          return { name: alias, policy: own === 'none' ? null : policyText(own) };
        }),
        versions: Object.keys(short.aliases).length,
      },
    };
  },
);

const registry = defineForm(
  'AWS::ECR::Repository',
  {
    immutable: flag(true),
    scan: flag(true),
    key: text('none'),
    lifecycle: flag(true),
    policy: policyShape.default('own'),
    /** Of the registry: one of its repositories may say it. */
    registry: policyShape.default('none'),
  },
  (name, short, place) => {
    const arn = arnOf('ecr', `repository/${name}`, place);
    const target = {
      service: 'ecr',
      actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resource: arn,
    };
    const document = policyDocument(short.policy, target, place);
    const registryPolicy = policyDocument(
      short.registry,
      { ...target, resource: arnOf('ecr', 'repository/*', place) },
      place,
    );
    return {
      id: name,
      name,
      arn,
      zone: 'Regional',
      ...(registryPolicy === 'none' ? {} : { untold: { registryPolicy: policyText(registryPolicy) } }),
      configuration: {
        Arn: arn,
        RepositoryName: name,
        RepositoryUri: `${place.account}.dkr.ecr.${place.region}.amazonaws.com/${name}`,
        ImageTagMutability: short.immutable ? 'IMMUTABLE' : 'MUTABLE',
        ImageScanningConfiguration: { ScanOnPush: short.scan },
        LifecyclePolicy: short.lifecycle
          ? { RegistryId: place.account, LifecyclePolicyText: JSON.stringify({ rules: [] }) }
          : {},
        // An object in this kind, and an empty one where there is no policy.
        RepositoryPolicyText: document === 'none' ? {} : document,
        EncryptionConfiguration:
          short.key === 'none'
            ? { EncryptionType: 'AES256' }
            : { EncryptionType: 'KMS', KmsKey: keyReference(short.key, place) },
      },
    };
  },
);

const cluster = defineForm(
  'AWS::EKS::Cluster',
  {
    version: text('1.34'),
    role: text('eks-cluster'),
    public: flag(false),
    private: flag(true),
    cidrs: texts(),
    logs: texts(['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']),
    subnets: texts(),
    groups: texts(),
    key: text('none'),
  },
  (name, short, place) => {
    const arn = arnOf('eks', `cluster/${name}`, place);
    return {
      id: name,
      name,
      arn,
      zone: 'Regional',
      configuration: {
        Name: name,
        Arn: arn,
        Version: short.version,
        RoleArn: iamArn(`role/${short.role}`, place),
        Endpoint: `https://${hexOf(arn, 32).toUpperCase()}.yl4.${place.region}.eks.amazonaws.com`,
        OpenIdConnectIssuerUrl: `https://oidc.eks.${place.region}.amazonaws.com/id/${hexOf(arn, 32).toUpperCase()}`,
        ResourcesVpcConfig: {
          EndpointPublicAccess: short.public,
          EndpointPrivateAccess: short.private,
          PublicAccessCidrs: short.cidrs,
          SubnetIds: referAll('AWS::EC2::Subnet', short.subnets, place),
          SecurityGroupIds: referAll('AWS::EC2::SecurityGroup', short.groups, place),
        },
        EncryptionConfig:
          short.key === 'none'
            ? []
            : [{ Resources: ['secrets'], Provider: { KeyArn: keyReference(short.key, place) } }],
        Logging: { ClusterLogging: { EnabledTypes: short.logs.map((Type) => ({ Type })) } },
      },
    };
  },
);

/** As the console sets them. */
const selectorsOf = (events: 'all' | 'reads' | 'writes' | 'data'): JsonObject => ({
  AdvancedEventSelectors: [
    {
      Name: `${events} events`,
      FieldSelectors: [
        { Field: 'eventCategory', Equals: [events === 'data' ? 'Data' : 'Management'] },
        ...(events === 'data' ? [{ Field: 'resources.type', Equals: ['AWS::S3::Object'] }] : []),
        ...(events === 'reads' || events === 'writes'
          ? [{ Field: 'readOnly', Equals: [String(events === 'reads')] }]
          : []),
      ],
    },
  ],
});

const trail = defineForm(
  'AWS::CloudTrail::Trail',
  {
    multiRegion: flag(true),
    organization: flag(false),
    global: flag(true),
    validation: flag(true),
    key: text('none'),
    bucket: text('central-trail'),
    logGroup: flag(true),
    homeRegion: z.string().optional(),
    logging: flag(true),
    events: z.enum(['unset', 'all', 'reads', 'writes', 'data']).default('unset'),
  },
  (name, short, place) => {
    const homeRegion = short.homeRegion ?? place.region;
    const arn = arnOf('cloudtrail', `trail/${name}`, { ...place, region: homeRegion });
    return {
      id: arn,
      name,
      arn,
      zone: 'Regional',
      configuration: {
        name,
        trailARN: arn,
        homeRegion,
        isMultiRegionTrail: short.multiRegion,
        isOrganizationTrail: short.organization,
        includeGlobalServiceEvents: short.global,
        logFileValidationEnabled: short.validation,
        s3BucketName: short.bucket,
        hasCustomEventSelectors: short.events !== 'unset',
        hasInsightSelectors: false,
        ...(short.key === 'none' ? {} : { kmsKeyId: keyReference(short.key, place) }),
        ...(short.logGroup
          ? { cloudWatchLogsLogGroupArn: `${arnOf('logs', `log-group:trail/${name}`, place)}:*` }
          : {}),
      },
      untold: {
        isLogging: short.logging,
        ...(short.events === 'unset' ? {} : { selectors: selectorsOf(short.events) }),
      },
    };
  },
);

export const applicationForms = [topic, queue, lambda, registry, cluster, trail];
