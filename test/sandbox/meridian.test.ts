import { beforeAll, describe, expect, test } from 'vitest';
import { partSources } from '#model/part-sources.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import type { ConfigItem, Estate } from '#sandbox/estate/estate.ts';
import { itemsIn } from '#sandbox/estate/estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import { ids, loadMeridian } from './clients.ts';

const without = [
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::CloudWatch::Alarm',
  'AWS::Events::Rule',
  'AWS::StepFunctions::StateMachine',
];

describe('the demo estate', () => {
  let estate: Estate;
  beforeAll(async () => {
    estate = await loadMeridian();
  });

  /** Items that a scan can reach: not in the account that can't be entered, nor in the closed region. */
  const reachable = (kind: string): ConfigItem[] =>
    // Log groups are nothing that AWS Config knows.
    (kind === 'AWS::Logs::LogGroup' ? estate.live : estate.shelves)
      .filter(
        (shelf) =>
          shelf.kind === kind &&
          shelf.account !== ids.dev &&
          !(shelf.account === ids.staging && shelf.region === 'us-east-1'),
      )
      .flatMap((shelf) => [...itemsIn(shelf)]);

  test('it has about 800 resources', () => {
    const size = estate.shelves.reduce((sum, shelf) => sum + shelf.size, 0);
    expect(size).toBeGreaterThan(750);
    expect(size).toBeLessThan(950);
  });

  test('every kind that has a parser occurs where a scan can reach it, and four that have none', () => {
    const kinds = Object.keys(partSources).filter(
      (kind) => kind.startsWith('AWS::') && kind !== 'AWS::::Account' && kind !== 'AWS::::Region',
    );
    expect([...kinds, ...without].filter((kind) => reachable(kind).length === 0)).toEqual([]);
  });

  const json = (item: ConfigItem): string =>
    JSON.stringify([item.configuration, item.supplementaryConfiguration, item.untold]);

  test.each<[topic: string, kind: string, bad: RegExp, good: RegExp]>([
    [
      'account access block',
      'AWS::S3::AccountPublicAccessBlock',
      /"blockPublicAcls":false/,
      /"restrictPublicBuckets":true/,
    ],
    [
      'public bucket policy',
      'AWS::S3::Bucket',
      /\\"Principal\\":\\"\*\\",\\"Action\\":\\"s3:GetObject/,
      /aws:SecureTransport/,
    ],
    ['public bucket ACL', 'AWS::S3::Bucket', /AllUsers/, /BucketOwnerEnforced/],
    ['key policy', 'AWS::KMS::Key', /\\"Principal\\":\\"\*\\"/, /:root/],
    ['key rotation', 'AWS::KMS::Key', /"KeyRotationStatus":false/, /"KeyRotationStatus":true/],
    ['public database', 'AWS::RDS::DBInstance', /"publiclyAccessible":true/, /"publiclyAccessible":false/],
    ['database encryption', 'AWS::RDS::DBInstance', /"storageEncrypted":false/, /"storageEncrypted":true/],
    ['cluster encryption', 'AWS::RDS::DBCluster', /"storageEncrypted":false/, /"storageEncrypted":true/],
    ['database backups', 'AWS::RDS::DBInstance', /"backupRetentionPeriod":0/, /"backupRetentionPeriod":14/],
    ['snapshot shared with all', 'AWS::RDS::DBSnapshot', /"all"/, /"attributeValues":\[\]/],
    ['volume encryption', 'AWS::EC2::Volume', /"encrypted":false/, /"encrypted":true/],
    ['topic policy', 'AWS::SNS::Topic', /\\"Principal\\":\\"\*\\"/, /:root/],
    ['queue policy', 'AWS::SQS::Queue', /\\"Principal\\":\\"\*\\"/, /:root/],
    ['function policy', 'AWS::Lambda::Function', /\\"Principal\\":\\"\*\\"/, /aws:SourceAccount/],
    ['function secrets', 'AWS::Lambda::Function', /AWS_ACCESS_KEY_ID/, /"variables":\{\}/],
    ['repository policy', 'AWS::ECR::Repository', /"Principal":"\*"/, /:root/],
    ['file system encryption', 'AWS::EFS::FileSystem', /"Encrypted":false/, /"Encrypted":true/],
    ['secret rotation', 'AWS::SecretsManager::Secret', /"RotationEnabled":false/, /"RotationEnabled":true/],
    ['trail regions', 'AWS::CloudTrail::Trail', /"isMultiRegionTrail":false/, /"isMultiRegionTrail":true/],
    [
      'trail validation',
      'AWS::CloudTrail::Trail',
      /"logFileValidationEnabled":false/,
      /"logFileValidationEnabled":true/,
    ],
    ['cluster endpoint', 'AWS::EKS::Cluster', /"EndpointPublicAccess":true/, /"EndpointPublicAccess":false/],
    ['cluster logs', 'AWS::EKS::Cluster', /"EnabledTypes":\[\]/, /audit/],
    ['instance metadata', 'AWS::EC2::Instance', /"httpTokens":"optional"/, /"httpTokens":"required"/],
    ['recorder', 'AWS::Config::ConfigurationRecorder', /"Recording":false/, /"Recording":true/],
    [
      'network ACL',
      'AWS::EC2::NetworkAcl',
      /"ruleAction":"allow","cidrBlock":"0\.0\.0\.0\/0","portRange":\{"from":22/,
      /10\.0\.0\.0\/8/,
    ],
    [
      'peering routes',
      'AWS::EC2::RouteTable',
      /"10\.0\.0\.0\/8","vpcPeeringConnectionId/,
      /"10\.40\.8\.0\/24","vpcPeeringConnectionId/,
    ],
    [
      'administration ports',
      'AWS::EC2::SecurityGroup',
      /"fromPort":22,"toPort":22,"ipRanges":\["0\.0\.0\.0\/0"\]/,
      /"fromPort":443/,
    ],
    [
      'default group',
      'AWS::EC2::SecurityGroup',
      /"groupName":"default".*"ipPermissions":\[\{/,
      /"groupName":"default".*"ipPermissions":\[\],"ipPermissionsEgress":\[\]/,
    ],
    [
      'listener',
      'AWS::ElasticLoadBalancingV2::Listener',
      /"Protocol":"HTTP"/,
      /"SslPolicy":"ELBSecurityPolicy-TLS13/,
    ],
  ])('%s has a bad and a good one', (_topic, kind, bad, good) => {
    const items = reachable(kind);
    expect(items.filter((item) => bad.test(json(item))).length).toBeGreaterThan(0);
    expect(items.filter((item) => good.test(json(item)) && !bad.test(json(item))).length).toBeGreaterThan(0);
  });

  test('flow logs are on for one network, off or rejecting only for another', () => {
    const watched = reachable('AWS::EC2::FlowLog').map((item) => item.configuration ?? {});
    const good = watched.filter(
      (log) => log['deliverLogsStatus'] === 'SUCCESS' && log['trafficType'] === 'ALL',
    );
    const covered = new Set(good.map((log) => log['resourceId']));
    const vpcs = reachable('AWS::EC2::VPC').map((item) => item.resourceId);
    expect(vpcs.some((id) => covered.has(id))).toBe(true);
    expect(vpcs.some((id) => !covered.has(id))).toBe(true);
    expect(watched.some((log) => log['deliverLogsStatus'] === 'FAILED')).toBe(true);
  });

  test('root, users, roles and policies are good in one account and bad in another', () => {
    const iam = (id: string) => {
      const facts = estate.accounts.find((account) => account.id === id)?.iam;
      if (facts === undefined) throw new Error(`no account ${id}`);
      return facts;
    };
    expect(iam(ids.security).root).toMatchObject({ mfa: 'hardware', keys: [] });
    expect(iam(ids.production).root.mfa).toBe('virtual');
    expect(iam(ids.staging).root.mfa).toBe('none');
    expect(iam(ids.staging).root.keys[0]?.active).toBe(true);
    expect(iam(ids.security).passwordPolicy).toMatchObject({ minimumLength: 14 });
    expect(iam(ids.production).passwordPolicy).toMatchObject({ minimumLength: 8 });
    expect(iam(ids.staging).passwordPolicy).toBe('none');
    const roles = Array.from({ length: iam(ids.production).roles.size }, (_, index) =>
      iam(ids.production).roles.at(index),
    );
    expect(
      roles.map((role) => JSON.stringify(role.trust)).filter((trust) => trust.includes('"Principal":"*"')),
    ).toHaveLength(1);
  });

  test('names that are dangerous to show are in it', () => {
    const text = estate.shelves
      .flatMap((shelf) => [...itemsIn(shelf)])
      .flatMap((item) => [item.resourceName ?? '', ...item.tags.flat()])
      .join('\n');
    for (const part of ['<img src=x', '\u202e', '\u001b[31m', "=cmd|'", '__proto__'])
      expect(text).toContain(part);
  });

  test('a reading on another day moves the times, and no id', async () => {
    const later = await loadEstate(demoEstateDirectory, { now: new Date('2027-03-01T08:00:00Z') });
    const first = (one: Estate) => one.shelves.map((shelf) => shelf.at(0));
    expect(first(later).map((item) => item.resourceId)).toEqual(first(estate).map((item) => item.resourceId));
    expect(first(later)[0]?.configurationItemCaptureTime).toMatch(/^2027-02-28T/);
  });
});
