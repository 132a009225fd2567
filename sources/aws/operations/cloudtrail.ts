import type {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Io } from './io.ts';

export interface CloudtrailOperations {
  'cloudtrail:DescribeTrails': Io<DescribeTrailsCommand>;
  'cloudtrail:GetEventSelectors': Io<GetEventSelectorsCommand>;
  'cloudtrail:GetTrailStatus': Io<GetTrailStatusCommand>;
}

export const cloudtrailActions = {
  'cloudtrail:DescribeTrails': true,
  'cloudtrail:GetEventSelectors': true,
  'cloudtrail:GetTrailStatus': true,
} satisfies Record<keyof CloudtrailOperations, true>;
