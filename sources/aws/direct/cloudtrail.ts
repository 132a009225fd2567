/**
 * Trails, each where it was made. What a region shows besides (a trail of all regions that is at home in another one,
 * the organisation's trail in a member's account) is that other place's to judge; whoever asks whether the account is
 * recorded at all asks for those as well.
 */
import type { OutputOf } from '../operations.ts';
import type { DirectKind, FoundRow } from './kind.ts';
import { configNames, listedKind } from './kind.ts';

const action = 'cloudtrail:DescribeTrails';

type TrailRow = NonNullable<OutputOf<typeof action>['trailList']>[number];

const found = (row: TrailRow): FoundRow => {
  const { TrailARN: arn, Name: name } = row;
  if (arn === undefined || arn === '') return { problem: 'a trail has no ARN' };
  return {
    resourceId: arn,
    ...(name === undefined ? {} : { resourceName: name }),
    arn,
    configuration: configNames(row),
  };
};

export const trail: DirectKind = listedKind({
  kind: 'AWS::CloudTrail::Trail',
  action,
  shared: true,
  // Gives everything at once: a region has five trails at most.
  input: () => ({ includeShadowTrails: false }),
  rows: (output) => output.trailList,
  found: (row, { account, region }) => {
    const { TrailARN: arn, HomeRegion: home } = row;
    // Servers that do not know the parameter above give them all.
    const isElsewhere = home !== undefined && home !== region;
    const isForeign = arn !== undefined && arn !== '' && arn.split(':')[4] !== account;
    return isElsewhere || isForeign ? 'left-out' : found(row);
  },
});

/**
 * Every trail that a region knows of: its own, those of all regions wherever they are at home, and the organisation's.
 * Source: AWS CloudTrail API Reference, DescribeTrails, `includeShadowTrails`.
 */
export const everyTrail: DirectKind = listedKind({
  kind: 'AWS::CloudTrail::Trail',
  action,
  input: () => ({ includeShadowTrails: true }),
  rows: (output) => output.trailList,
  found,
});
