import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new CloudTrailClient(settings) as unknown as SdkClient,
  commands: {
    DescribeTrails: DescribeTrailsCommand,
    GetEventSelectors: GetEventSelectorsCommand,
    GetTrailStatus: GetTrailStatusCommand,
  },
} satisfies ServiceModule;
