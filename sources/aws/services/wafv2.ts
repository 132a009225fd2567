import {
  GetLoggingConfigurationCommand,
  GetWebACLCommand,
  ListWebACLsCommand,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new WAFV2Client(settings) as unknown as SdkClient,
  commands: {
    GetLoggingConfiguration: GetLoggingConfigurationCommand,
    GetWebACL: GetWebACLCommand,
    ListWebACLs: ListWebACLsCommand,
  },
} satisfies ServiceModule;
