/** Distributions, of all regions in one. Source: Amazon CloudFront API Reference, ListDistributions. */
import type { JsonObject } from '#sandbox/estate/estate.ts';
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { type Listing, listItems, liveEverywhere, sdkNames } from './listing.ts';
import { fieldsOf } from './names.ts';

const kind = 'AWS::CloudFront::Distribution';

const listing: Listing = {
  kind,
  limit: { name: 'MaxItems', otherwise: 100 },
  most: 100,
  token: { asked: 'Marker', given: 'NextMarker' },
  badToken: refuse(400, 'InvalidArgument', 'The marker is not valid'),
  row: (item) => ({
    ...(sdkNames(fieldsOf(item)['distributionConfig']) as JsonObject),
    Id: item.resourceId,
    ARN: item.arn,
    DomainName: item.resourceName,
    Status: 'Deployed',
    LastModifiedTime: item.configurationItemCaptureTime,
  }),
  wrap: (Items) => ({ Items, Quantity: Items.length }),
};

/** The list stands in an element of its own, with the marker inside. */
const listDistributions: Handler = (call, context) => {
  const outcome = listItems(listing, call, context, liveEverywhere(context, call.account, kind));
  if (outcome.type === 'refusal') return outcome;
  const { value, odd } = outcome;
  const wrapped = ({ NextMarker, ...list }: JsonObject): JsonObject => ({
    DistributionList: {
      ...list,
      Marker: call.input['Marker'] ?? '',
      MaxItems: Number(call.input['MaxItems'] ?? 100),
      IsTruncated: NextMarker !== undefined,
      NextMarker,
    },
  });
  return {
    ...outcome,
    value: (next) => wrapped(value(next)),
    ...(odd === undefined ? {} : { odd: { ...odd, empty: () => wrapped(odd.empty()) } }),
  };
};

export const cloudfrontOperations: Readonly<Record<string, Handler>> = {
  ListDistributions: listDistributions,
};
