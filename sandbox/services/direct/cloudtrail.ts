/** Trails. Source: AWS CloudTrail API Reference, DescribeTrails, GetTrailStatus and GetEventSelectors. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import type { Call } from '#sandbox/protocol/call.ts';
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler, ServiceContext } from '../service.ts';
import { carriedAnswer, listItems, liveEverywhere, sdkNames } from './listing.ts';

const kind = 'AWS::CloudTrail::Trail';

const is = (item: ConfigItem, name: string): boolean => item.configuration?.[name] === true;

/** Those made here; with their shadows also those of all regions, and the organisation's in a member's account. */
const trailsFor = (call: Call, context: ServiceContext): readonly ConfigItem[] => {
  const shadows = call.input['includeShadowTrails'] !== false;
  const isHere = (item: ConfigItem): boolean => item.configuration?.['homeRegion'] === call.region;
  const own = liveEverywhere(context, call.account, kind).filter(
    (item) => isHere(item) || (shadows && is(item, 'isMultiRegionTrail')),
  );
  const { managementAccount } = context.estate.organization;
  const shared =
    shadows && call.account !== managementAccount
      ? liveEverywhere(context, managementAccount, kind).filter(
          (item) => is(item, 'isOrganizationTrail') && (isHere(item) || is(item, 'isMultiRegionTrail')),
        )
      : [];
  // An estate may have one trail in several regions, as AWS Config may.
  return [...new Map([...own, ...shared].map((item) => [item.arn, item])).values()];
};

const describeTrails: Handler = (call, context) =>
  listItems(
    {
      kind,
      most: Number.POSITIVE_INFINITY,
      row: (item) => sdkNames(item.configuration),
      wrap: (rows) => ({ trailList: rows }),
    },
    call,
    context,
    trailsFor(call, context),
  );

/** A shadow is named by its ARN only, and so is the organisation's trail by a member. */
const ofTrail =
  (parameter: string, value: (item: ConfigItem) => JsonObject): Handler =>
  (call, context) => {
    const name = call.input[parameter];
    const item = trailsFor(call, context).find(
      (one) =>
        one.arn === name ||
        (one.resourceName === name &&
          one.accountId === call.account &&
          one.configuration?.['homeRegion'] === call.region),
    );
    if (item === undefined) {
      return refuse(
        400,
        'TrailNotFoundException',
        `Unknown trail: ${String(name)} for the user: ${call.account}`,
      );
    }
    return carriedAnswer(item, value(item));
  };

const getTrailStatus = ofTrail('Name', ({ untold }) => ({
  IsLogging: untold?.['isLogging'] ?? true,
  ...(untold?.['deliveryError'] === undefined ? {} : { LatestDeliveryError: untold['deliveryError'] }),
}));

/** What a trail has that nobody has told which events to record. */
const everything = {
  EventSelectors: [
    {
      ReadWriteType: 'All',
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    },
  ],
};

const getEventSelectors = ofTrail('TrailName', ({ arn, untold }) => ({
  TrailARN: arn,
  ...((untold?.['selectors'] as JsonObject | undefined) ?? everything),
}));

export const cloudtrailOperations: Readonly<Record<string, Handler>> = {
  DescribeTrails: describeTrails,
  GetEventSelectors: getEventSelectors,
  GetTrailStatus: getTrailStatus,
};
