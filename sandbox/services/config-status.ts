/** Recorders, aggregators and counts of AWS Config. */

import { compareText } from '#model/resource.ts';
import type { AccountFacts, RecorderFacts, Shelf } from '#sandbox/estate/estate.ts';
import { recorderArn } from '#sandbox/estate/recording.ts';
import { answer, type Call, type Outcome, refuse } from '#sandbox/protocol/call.ts';
import { aggregatorCovers, findAggregator, invalidToken, recordsGlobalKinds } from './config-common.ts';
import { start } from './page-tokens.ts';
import { accountOf, type Handler, isHidden, readLimit, type ServiceContext } from './service.ts';

const namedRecorders = (call: Call, account: AccountFacts): readonly RecorderFacts[] | Outcome => {
  const here = account.recorders.filter((recorder) => recorder.region === call.region);
  const names = call.input['ConfigurationRecorderNames'];
  if (!Array.isArray(names)) return here;
  const missing = names.find((name) => !here.some((recorder) => recorder.name === name));
  return missing === undefined
    ? here.filter((recorder) => names.includes(recorder.name))
    : refuse(
        400,
        'NoSuchConfigurationRecorderException',
        `Cannot find configuration recorder with the specified name '${missing}'.`,
      );
};

const recordingGroup = (recorder: RecorderFacts) => ({
  allSupported: recorder.strategy === 'ALL_SUPPORTED',
  includeGlobalResourceTypes: recorder.strategy === 'ALL_SUPPORTED' && recorder.includeGlobal,
  resourceTypes: recorder.strategy === 'INCLUSION_BY_RESOURCE_TYPES' ? recorder.kinds : [],
  exclusionByResourceTypes: {
    resourceTypes: recorder.strategy === 'EXCLUSION_BY_RESOURCE_TYPES' ? recorder.kinds : [],
  },
  recordingStrategy: {
    useOnly: recorder.strategy === 'ALL_SUPPORTED' ? 'ALL_SUPPORTED_RESOURCE_TYPES' : recorder.strategy,
  },
});

const describeRecorders: Handler = (call, context) => {
  const found = namedRecorders(call, accountOf(context, call.account));
  if ('type' in found) return found;
  return answer({
    ConfigurationRecorders: found.map((recorder) => ({
      arn: recorderArn(recorder, context.estate.partition, call.account),
      name: recorder.name,
      roleARN: `arn:${context.estate.partition}:iam::${call.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: recordingGroup(recorder),
      recordingMode: {
        recordingFrequency: 'CONTINUOUS',
        ...(recorder.daily === undefined
          ? {}
          : {
              recordingModeOverrides: [{ resourceTypes: recorder.daily, recordingFrequency: 'DAILY' }],
            }),
      },
      recordingScope: 'PAID',
    })),
  });
};

const describeRecorderStatus: Handler = (call, context) => {
  const found = namedRecorders(call, accountOf(context, call.account));
  if ('type' in found) return found;
  return answer({
    ConfigurationRecordersStatus: found.map((recorder) => {
      const hoursAgo = (hours: number): Date => new Date(context.now().getTime() - hours * 3_600_000);
      const changed = hoursAgo(recorder.statusAgeHours);
      return {
        arn: recorderArn(recorder, context.estate.partition, call.account),
        name: recorder.name,
        recording: recorder.recording,
        lastStatus: recorder.lastStatus,
        lastStatusChangeTime: changed,
        lastStartTime: hoursAgo(recorder.startedHoursAgo ?? recorder.statusAgeHours + 400 * 24),
        ...(recorder.recording ? {} : { lastStopTime: changed }),
        ...(recorder.lastStatus === 'Failure'
          ? {
              lastErrorCode: 'AccessDenied',
              lastErrorMessage: 'The delivery channel refused the configuration history.',
            }
          : {}),
      };
    }),
  });
};

/** Cuts one page from a list that is small enough to hold. */
const listPage = <T>(
  call: Call,
  context: ServiceContext,
  items: readonly T[],
  limit: number,
  token: unknown,
): { readonly items: readonly T[]; readonly next: string | undefined } | undefined => {
  // The token itself is no part of what it is bound to.
  const asked = Object.entries(call.input)
    .filter(([name]) => name.toLowerCase() !== 'nexttoken')
    .sort(([one], [other]) => compareText(one, other));
  const scope = [call.action, call.account, call.region, asked];
  const at = token === undefined ? start : context.tokens.open(scope, String(token));
  if (at === undefined) return undefined;
  const end = at.index + limit;
  return {
    items: items.slice(at.index, end),
    next:
      end < items.length ? context.tokens.seal(scope, { list: 0, index: end, page: at.page + 1 }) : undefined,
  };
};

const invalidLimit = (most: number): Outcome =>
  refuse(400, 'InvalidLimitException', `The specified limit is outside the allowable range (0 to ${most}).`);

const describeAggregators: Handler = (call, context) => {
  const names = call.input['ConfigurationAggregatorNames'];
  const here = context.estate.aggregators.filter(
    (one) => one.account === call.account && one.region === call.region,
  );
  if (Array.isArray(names)) {
    const missing = names.find((name) => !here.some((one) => one.name === name));
    if (missing !== undefined) {
      return refuse(
        400,
        'NoSuchConfigurationAggregatorException',
        `The configuration aggregator '${missing}' does not exist.`,
      );
    }
  }
  const limit = readLimit(call.input['Limit'], 0, 100, 100);
  if (limit === undefined) return invalidLimit(100);
  const chosen = Array.isArray(names) ? here.filter((one) => names.includes(one.name)) : here;
  const page = listPage(call, context, chosen, limit || 100, call.input['NextToken']);
  if (page === undefined) return invalidToken;
  const { partition } = context.estate;
  return answer(
    (next) => ({
      ConfigurationAggregators: page.items.map((one) => ({
        ConfigurationAggregatorName: one.name,
        ConfigurationAggregatorArn: `arn:${partition}:config:${one.region}:${one.account}:config-aggregator/${one.name}`,
        OrganizationAggregationSource: {
          RoleArn: `arn:${partition}:iam::${one.account}:role/config-organization`,
          AllAwsRegions: false,
          AwsRegions: one.regions,
        },
      })),
      NextToken: next,
    }),
    { next: page.next },
  );
};

const describeSourcesStatus: Handler = (call, context) => {
  const aggregator = findAggregator(call, context);
  if (aggregator.type === 'refusal') return aggregator;
  const limit = readLimit(call.input['Limit'], 0, 100, 100);
  if (limit === undefined) return invalidLimit(100);
  const wanted = call.input['UpdateStatus'];
  const now = context.now().getTime();
  const rows = context.estate.accounts
    .filter((account) => account.status === 'ACTIVE')
    .flatMap((account) =>
      account.regions
        .filter((region) => region.state !== 'DISABLED' && aggregator.facts.regions.includes(region.name))
        .map((region) => {
          const trouble = aggregator.facts.troubled.find(
            (one) => one.account === account.id && one.region === region.name,
          );
          const hours = trouble === undefined ? 1 : 72;
          return {
            SourceId: account.id,
            SourceType: 'ACCOUNT',
            AwsRegion: region.name,
            LastUpdateStatus: trouble?.status ?? 'SUCCEEDED',
            LastUpdateTime: new Date(now - hours * 3_600_000),
            ...(trouble?.status === 'FAILED'
              ? { LastErrorCode: 'AccessDenied', LastErrorMessage: 'The source account refused the update.' }
              : {}),
          };
        }),
    )
    .filter((row) => !Array.isArray(wanted) || wanted.includes(row.LastUpdateStatus));
  const page = listPage(call, context, rows, limit || 100, call.input['NextToken']);
  if (page === undefined) return invalidToken;
  return answer((next) => ({ AggregatedSourceStatusList: page.items, NextToken: next }), { next: page.next });
};

/** Items of a shelf that exist now. */
const sizeNow = (context: ServiceContext, shelf: Shelf): number => {
  if (context.hidden.size === 0) return shelf.size;
  let size = 0;
  for (let index = 0; index < shelf.size; index++) if (!isHidden(context, shelf.at(index))) size += 1;
  return size;
};

const countBy = (
  context: ServiceContext,
  shelves: readonly Shelf[],
  key: (shelf: Shelf) => string,
): [string, number][] => {
  const counts = new Map<string, number>();
  for (const shelf of shelves) {
    counts.set(key(shelf), (counts.get(key(shelf)) ?? 0) + sizeNow(context, shelf));
  }
  return [...counts].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

/** Everything that Config knows of and that still exists. */
const discovered = (context: ServiceContext): Shelf[] => [
  ...context.estate.shelves,
  ...context.estate.withheld.filter(
    (shelf) => shelf.size > 0 && shelf.at(0).configurationItemStatus === 'ResourceNotRecorded',
  ),
];

const getCounts: Handler = (call, context) => {
  const types = call.input['resourceTypes'];
  if (Array.isArray(types) && types.length > 20) {
    return refuse(400, 'ValidationException', 'resourceTypes takes at most 20 types');
  }
  const limit = readLimit(call.input['limit'], 0, 100, 100);
  if (limit === undefined) return invalidLimit(100);
  const withGlobal = recordsGlobalKinds(context, call.account, call.region);
  const shelves = discovered(context).filter(
    (shelf) =>
      shelf.account === call.account &&
      (shelf.region === call.region || (withGlobal && shelf.region === 'global')) &&
      (!Array.isArray(types) || types.length === 0 || types.includes(shelf.kind)),
  );
  const counts = countBy(context, shelves, (shelf) => shelf.kind);
  const page = listPage(call, context, counts, limit || 100, call.input['nextToken']);
  if (page === undefined) return invalidToken;
  return answer(
    (next) => ({
      totalDiscoveredResources: counts.reduce((sum, [, count]) => sum + count, 0),
      resourceCounts: page.items.map(([resourceType, count]) => ({ resourceType, count })),
      nextToken: next,
    }),
    { next: page.next },
  );
};

const groupKeys: Readonly<Record<string, (shelf: Shelf) => string>> = {
  RESOURCE_TYPE: (shelf) => shelf.kind,
  ACCOUNT_ID: (shelf) => shelf.account,
  AWS_REGION: (shelf) => shelf.region,
};

const getAggregateCounts: Handler = (call, context) => {
  const aggregator = findAggregator(call, context);
  if (aggregator.type === 'refusal') return aggregator;
  const limit = readLimit(call.input['Limit'], 0, 1000, 1000);
  if (limit === undefined) return invalidLimit(1000);
  const filters = (call.input['Filters'] ?? {}) as Readonly<Record<string, unknown>>;
  const groupBy = call.input['GroupByKey'];
  const key = groupKeys[typeof groupBy === 'string' ? groupBy : 'RESOURCE_TYPE'];
  if (key === undefined) return refuse(400, 'ValidationException', `GroupByKey ${groupBy} is not known`);
  const matches = (wanted: unknown, found: string): boolean => wanted === undefined || wanted === found;
  const shelves = discovered(context).filter(
    (shelf) =>
      aggregatorCovers(aggregator.facts, shelf.region) &&
      matches(filters['ResourceType'], shelf.kind) &&
      matches(filters['AccountId'], shelf.account) &&
      matches(filters['Region'], shelf.region),
  );
  const counts = countBy(context, shelves, key);
  const page = listPage(call, context, counts, limit || 1000, call.input['NextToken']);
  if (page === undefined) return invalidToken;
  return answer(
    (next) => ({
      TotalDiscoveredResources: counts.reduce((sum, [, count]) => sum + count, 0),
      ...(groupBy === undefined
        ? {}
        : {
            GroupByKey: groupBy,
            GroupedResourceCounts: page.items.map(([GroupName, ResourceCount]) => ({
              GroupName,
              ResourceCount,
            })),
          }),
      NextToken: next,
    }),
    { next: page.next },
  );
};

export const configStatusOperations: Readonly<Record<string, Handler>> = {
  DescribeConfigurationRecorders: describeRecorders,
  DescribeConfigurationRecorderStatus: describeRecorderStatus,
  DescribeConfigurationAggregators: describeAggregators,
  DescribeConfigurationAggregatorSourcesStatus: describeSourcesStatus,
  GetDiscoveredResourceCounts: getCounts,
  GetAggregateDiscoveredResourceCounts: getAggregateCounts,
};
