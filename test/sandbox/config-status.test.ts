import {
  DescribeConfigurationAggregatorSourcesStatusCommand,
  DescribeConfigurationAggregatorsCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  GetAggregateDiscoveredResourceCountsCommand,
  GetDiscoveredResourceCountsCommand,
} from '@aws-sdk/client-config-service';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clients, ids, loadMeridian, now, refusalOf } from './clients.ts';

const aggregator = { ConfigurationAggregatorName: 'meridian-organization' };

describe('recorders, aggregators and counts', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: await loadMeridian(), now: () => now });
  });
  afterAll(() => sandbox.close());

  const configOf = async (account: string, region: string) =>
    clients(sandbox, await assume(sandbox, account), region).config;

  test('a recorder of everything leaves the global kinds out unless it is told', async () => {
    const west = await configOf(ids.production, 'eu-west-1');
    const { ConfigurationRecorders } = await west.send(new DescribeConfigurationRecordersCommand({}));
    expect(ConfigurationRecorders?.[0]?.recordingGroup).toMatchObject({
      allSupported: true,
      includeGlobalResourceTypes: true,
    });
    const central = await configOf(ids.production, 'eu-central-1');
    const other = await central.send(new DescribeConfigurationRecordersCommand({}));
    expect(other.ConfigurationRecorders?.[0]?.recordingGroup?.includeGlobalResourceTypes).toBe(false);
  });

  test('an excluded kind is named in the recording group', async () => {
    const us = await configOf(ids.production, 'us-east-1');
    const { ConfigurationRecorders } = await us.send(new DescribeConfigurationRecordersCommand({}));
    expect(ConfigurationRecorders?.[0]?.recordingGroup).toMatchObject({
      allSupported: false,
      exclusionByResourceTypes: { resourceTypes: ['AWS::SecretsManager::Secret'] },
      recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
    });
  });

  test('a working recorder has a fresh status, a stopped one says when it stopped', async () => {
    const status = async (region: string) =>
      (await (await configOf(ids.network, region)).send(new DescribeConfigurationRecorderStatusCommand({})))
        .ConfigurationRecordersStatus?.[0];
    const working = await status('eu-west-1');
    expect(working).toMatchObject({ recording: true, lastStatus: 'Success' });
    expect(now.getTime() - (working?.lastStatusChangeTime?.getTime() ?? 0)).toBe(2 * 3_600_000);
    const stopped = await status('eu-central-1');
    expect(stopped?.recording).toBe(false);
    expect(stopped?.lastStopTime?.toISOString()).toBe('2026-10-26T12:00:00.000Z');
  });

  test('a region without a recorder answers with empty lists', async () => {
    const us = await configOf(ids.network, 'us-east-1');
    expect((await us.send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders).toEqual([]);
    const status = await us.send(new DescribeConfigurationRecorderStatusCommand({}));
    expect(status.ConfigurationRecordersStatus).toEqual([]);
    const counts = await us.send(new GetDiscoveredResourceCountsCommand({}));
    expect(counts).toMatchObject({ totalDiscoveredResources: 0, resourceCounts: [] });
  });

  test('a recorder that is asked for by a wrong name is refused', async () => {
    const west = await configOf(ids.network, 'eu-west-1');
    const call = west.send(
      new DescribeConfigurationRecordersCommand({ ConfigurationRecorderNames: ['mine'] }),
    );
    expect(await refusalOf(call)).toMatch(/^NoSuchConfigurationRecorderException: .*mine/);
  });

  test('the aggregator is listed where it is, and nowhere else', async () => {
    const names = async (region: string) =>
      (
        await clients(sandbox, undefined, region).config.send(new DescribeConfigurationAggregatorsCommand({}))
      ).ConfigurationAggregators?.map((one) => one.ConfigurationAggregatorName);
    expect(await names('eu-west-1')).toEqual(['meridian-organization']);
    expect(await names('us-east-1')).toEqual([]);
  });

  test('sources that failed or are outdated are told, in pages too', async () => {
    const { config } = clients(sandbox);
    const rows: string[] = [];
    let token: string | undefined;
    do {
      const page = await config.send(
        new DescribeConfigurationAggregatorSourcesStatusCommand({
          ...aggregator,
          Limit: 4,
          NextToken: token,
        }),
      );
      rows.push(
        ...(page.AggregatedSourceStatusList ?? []).map(
          (one) => `${one.SourceId} ${one.AwsRegion} ${one.LastUpdateStatus}`,
        ),
      );
      token = page.NextToken;
    } while (token !== undefined);
    expect(rows).toHaveLength(15);
    expect(rows.filter((row) => !row.endsWith('SUCCEEDED'))).toEqual([
      `${ids.network} eu-central-1 OUTDATED`,
      `${ids.dev} eu-central-1 FAILED`,
    ]);
    const failed = await config.send(
      new DescribeConfigurationAggregatorSourcesStatusCommand({ ...aggregator, UpdateStatus: ['FAILED'] }),
    );
    expect(failed.AggregatedSourceStatusList).toHaveLength(1);
    expect(failed.AggregatedSourceStatusList?.[0]?.LastErrorCode).toBe('AccessDenied');
  });

  test('counts hold what is known but not recorded, and leave deleted items out', async () => {
    const us = await configOf(ids.production, 'us-east-1');
    const { resourceCounts } = await us.send(new GetDiscoveredResourceCountsCommand({}));
    const byKind = new Map(resourceCounts?.map((one) => [one.resourceType, one.count]));
    expect(byKind.get('AWS::SecretsManager::Secret')).toBe(2);
    expect(byKind.get('AWS::Lambda::Function')).toBe(3);
    expect(byKind.has('AWS::SQS::Queue')).toBe(false);
  });

  test('aggregate counts by account add up to those by kind', async () => {
    const { config } = clients(sandbox);
    const total = async (key: 'ACCOUNT_ID' | 'RESOURCE_TYPE' | 'AWS_REGION') => {
      const answer = await config.send(
        new GetAggregateDiscoveredResourceCountsCommand({ ...aggregator, GroupByKey: key }),
      );
      const sum = (answer.GroupedResourceCounts ?? []).reduce(
        (all, one) => all + (one.ResourceCount ?? 0),
        0,
      );
      expect(sum).toBe(answer.TotalDiscoveredResources);
      return sum;
    };
    expect(await total('ACCOUNT_ID')).toBe(await total('RESOURCE_TYPE'));
    expect(await total('AWS_REGION')).toBeGreaterThan(700);
  });

  test('limits out of bounds are refused', async () => {
    const { config } = clients(sandbox);
    const calls = [
      config.send(new GetDiscoveredResourceCountsCommand({ limit: 101 })),
      config.send(new GetAggregateDiscoveredResourceCountsCommand({ ...aggregator, Limit: 1001 })),
      config.send(new DescribeConfigurationAggregatorSourcesStatusCommand({ ...aggregator, Limit: 101 })),
      config.send(new DescribeConfigurationAggregatorsCommand({ Limit: 101 })),
    ];
    for (const call of calls) expect(await refusalOf(call)).toMatch(/^InvalidLimitException: /);
  });

  test('an aggregator of another name is refused by each', async () => {
    const { config } = clients(sandbox);
    const other = { ConfigurationAggregatorName: 'other' };
    const calls = [
      config.send(new DescribeConfigurationAggregatorSourcesStatusCommand(other)),
      config.send(new GetAggregateDiscoveredResourceCountsCommand(other)),
      config.send(new DescribeConfigurationAggregatorsCommand({ ConfigurationAggregatorNames: ['other'] })),
    ];
    for (const call of calls)
      expect(await refusalOf(call)).toMatch(/^NoSuchConfigurationAggregatorException: /);
  });

  test('an operation that the sandbox does not speak is named', async () => {
    const { PutConfigurationRecorderCommand } = await import('@aws-sdk/client-config-service');
    const call = clients(sandbox).config.send(
      new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: 'x' } }),
    );
    expect(await refusalOf(call)).toMatch(/UnknownOperationException: .*config:PutConfigurationRecorder/);
  });
});
