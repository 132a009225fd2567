/** Distributions: an account has one set, whichever region asks. Source: Amazon CloudFront API Reference. */
import type { DirectKind } from './kind.ts';
import { configNames, listedKind, nextOf, rowOf } from './kind.ts';

const action = 'cloudfront:ListDistributions';

export const cloudfrontKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::CloudFront::Distribution',
    action,
    // The longest page.
    input: (token) => ({ MaxItems: 100, ...(token === undefined ? {} : { Marker: token }) }),
    // The list inside is left out where there is none.
    rows: ({ DistributionList: list }) => (list?.Quantity === 0 ? (list.Items ?? []) : list?.Items),
    next: ({ DistributionList: list }) => nextOf(list?.IsTruncated, list?.NextMarker),
    found: ({ ARN, Id, DomainName, Status, ...config }, place) =>
      rowOf(action, ARN, place, {
        resourceId: Id,
        ...(DomainName === undefined ? {} : { resourceName: DomainName }),
        // Like the item of AWS Config, which has the names of the API but for the first letter.
        configuration: configNames({ Id, DomainName, Status, DistributionConfig: config }),
      }),
  }),
];
