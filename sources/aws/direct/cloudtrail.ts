/**
 * Trails, each where it was made. What a region shows besides (a trail of all regions that is at home in another one,
 * the organisation's trail in a member's account) is that other place's to judge.
 */
import type { DirectKind } from './kind.ts';
import { configNames, listedKind } from './kind.ts';

export const trail: DirectKind = listedKind({
  kind: 'AWS::CloudTrail::Trail',
  action: 'cloudtrail:DescribeTrails',
  shared: true,
  // Gives everything at once: a region has five trails at most.
  input: () => ({ includeShadowTrails: false }),
  rows: (output) => output.trailList,
  found: (row, { account, region }) => {
    const { TrailARN: arn, Name: name, HomeRegion: home } = row;
    if (arn === undefined || arn === '') return { problem: 'a trail has no ARN' };
    // Servers that do not know the parameter above give them all.
    if ((home !== undefined && home !== region) || arn.split(':')[4] !== account) return 'left-out';
    return {
      resourceId: arn,
      ...(name === undefined ? {} : { resourceName: name }),
      arn,
      configuration: configNames(row),
    };
  },
});
