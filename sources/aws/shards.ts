/** Names of shards, and which kinds go into which. */

import { isKind } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, Shard } from '#model/source.ts';
import { directKind } from './direct/kinds.ts';
import { isGlobalKind } from './items.ts';
import type { AwsOptions } from './options.ts';

/**
 * One for IAM and the account; one for each region's inventory from AWS Config, and one for what its own services tell
 * there; one of either way for the kinds that have no region.
 */
export type ShardType = 'iam' | 'config' | 'global-config' | 'aggregated-config' | 'direct';

export const accountKind = 'AWS::::Account';
export const recorderKind = 'AWS::Config::ConfigurationRecorder';
export const regionKind = 'AWS::::Region';

/** Called for in each region, beside what AWS Config and the services list there. */
export const calledKinds: readonly string[] = [recorderKind, regionKind];

/** Read from IAM, whatever AWS Config holds of them. */
export const iamKinds: readonly string[] = [
  'AWS::IAM::User',
  'AWS::IAM::Group',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
];

/** In the place of a region, for what an aggregator holds of an account. */
export const allRegions = 'all';

const layout: { readonly [T in ShardType]: (account: string, region: string) => string } = {
  iam: (account) => `aws/${account}/global/iam`,
  'global-config': (account) => `aws/${account}/global/config`,
  config: (account, region) => `aws/${account}/${region}/config`,
  'aggregated-config': (account) => `aws/${account}/${allRegions}/config`,
  direct: (account, region) => `aws/${account}/${region}/direct`,
};

export const makeShard = (
  type: ShardType,
  account: string,
  region: string,
  kinds: readonly string[],
): Shard => ({
  name: layout[type](account, region),
  provider: 'aws',
  account,
  region,
  kinds: [...kinds].sort(compareText),
});

export const shardType = (shard: Shard): ShardType => {
  if (shard.name.endsWith('/direct')) return 'direct';
  if (shard.name.endsWith('/global/iam')) return 'iam';
  if (shard.name.endsWith('/global/config')) return 'global-config';
  return shard.region === allRegions ? 'aggregated-config' : 'config';
};

/** Kinds of the inventory, whichever way they come, as far as somebody needs them. */
export const neededInventoryKinds = (
  needs: Needs,
  options: AwsOptions,
): { regional: string[]; global: string[] } => {
  const kinds = [...needs.keys()].filter(
    (kind) =>
      isKind(kind) &&
      kind.startsWith('AWS::') &&
      kind !== accountKind &&
      kind !== recorderKind &&
      kind !== regionKind &&
      !iamKinds.includes(kind) &&
      wanted(kind, options),
  );
  return {
    regional: kinds.filter((kind) => !isGlobalKind(kind)),
    global: kinds.filter((kind) => isGlobalKind(kind)),
  };
};

/** Kinds that are named by whoever asks for the scan, and that no check is on: listed, and no more. */
export const namedKinds = (needs: Needs, options: AwsOptions): { regional: string[]; global: string[] } => {
  const kinds = [...new Set(options.kinds)].filter(
    (kind) => kind.startsWith('AWS::') && !needs.has(kind) && directKind(kind) !== undefined,
  );
  return {
    regional: kinds.filter((kind) => !isGlobalKind(kind)),
    global: kinds.filter((kind) => isGlobalKind(kind)),
  };
};

/** Kinds that IAM tells of; the account itself is always one of them. */
export const neededIamKinds = (needs: Needs, options: AwsOptions): string[] =>
  [accountKind, ...iamKinds.filter((kind) => needs.has(kind) || options.kinds.includes(kind))].filter(
    (kind) => wanted(kind, options),
  );

export const wanted = (kind: string, options: AwsOptions): boolean =>
  isUnfiltered(options) || options.kinds.includes(kind);

/** Kinds that are named are the shard's, whichever way each is read; no others are wanted beside them. */
export const isUnfiltered = (options: AwsOptions): boolean => options.kinds.length === 0;
