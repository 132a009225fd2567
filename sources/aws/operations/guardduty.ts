import type { GetDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import type { Io } from './io.ts';

export interface GuarddutyOperations {
  'guardduty:GetDetector': Io<GetDetectorCommand>;
  'guardduty:ListDetectors': Io<ListDetectorsCommand>;
}

export const guarddutyActions = {
  'guardduty:GetDetector': true,
  'guardduty:ListDetectors': true,
} satisfies Record<keyof GuarddutyOperations, true>;
