import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new GuardDutyClient(settings) as unknown as SdkClient,
  commands: {
    GetDetector: GetDetectorCommand,
    ListDetectors: ListDetectorsCommand,
  },
} satisfies ServiceModule;
