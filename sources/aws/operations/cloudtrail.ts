import type { DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { Io } from './io.ts';

export interface CloudtrailOperations {
  'cloudtrail:DescribeTrails': Io<DescribeTrailsCommand>;
  'cloudtrail:GetTrailStatus': Io<GetTrailStatusCommand>;
}

export const cloudtrailActions = {
  'cloudtrail:DescribeTrails': true,
  'cloudtrail:GetTrailStatus': true,
} satisfies Record<keyof CloudtrailOperations, true>;
