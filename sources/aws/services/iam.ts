import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new IAMClient(settings) as unknown as SdkClient,
  commands: {
    GenerateCredentialReport: GenerateCredentialReportCommand,
    GetAccountAuthorizationDetails: GetAccountAuthorizationDetailsCommand,
    GetAccountPasswordPolicy: GetAccountPasswordPolicyCommand,
    GetAccountSummary: GetAccountSummaryCommand,
    GetCredentialReport: GetCredentialReportCommand,
    ListVirtualMFADevices: ListVirtualMFADevicesCommand,
  },
} satisfies ServiceModule;
