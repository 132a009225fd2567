import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service: ServiceModule = {
  open: (settings) => new GuardDutyClient(settings) as unknown as SdkClient,
  commands: {
    GetDetector: GetDetectorCommand,
    ListDetectors: ListDetectorsCommand,
  },
};
