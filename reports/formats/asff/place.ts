/**
 * Where a finding is imported. Security Hub takes findings of its own account, each into one region; what lies in no
 * region is imported into the one that the partition's global services have.
 *
 * Source: AWS General Reference, "AWS STS and IAM endpoints"; Security Hub API Reference, BatchImportFindings.
 */
import { isAccountId, parseArn, partitionOfRegion } from '#model/arn.ts';

export interface HubPlace {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

const homeRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
};

const regionName = /^[a-z]{2,6}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/u;

/** Undefined where no account is known: its hub can't be either. */
export const hubPlace = (
  { account, region }: { readonly account: string; readonly region: string },
  resource: string,
): HubPlace | undefined => {
  if (!isAccountId(account)) return undefined;
  if (regionName.test(region)) return { account, region, partition: partitionOfRegion(region) };
  const named = parseArn(resource)?.partition ?? 'aws';
  const partition = Object.hasOwn(homeRegions, named) ? named : 'aws';
  return { account, region: homeRegions[partition] ?? 'us-east-1', partition };
};

/** The product under which an account imports findings of its own. */
export const productArn = ({ account, region, partition }: HubPlace): string =>
  `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;
