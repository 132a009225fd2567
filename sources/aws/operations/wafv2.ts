import type {
  GetLoggingConfigurationCommand,
  GetWebACLCommand,
  ListWebACLsCommand,
} from '@aws-sdk/client-wafv2';
import type { Io } from './io.ts';

export interface Wafv2Operations {
  'wafv2:GetLoggingConfiguration': Io<GetLoggingConfigurationCommand>;
  'wafv2:GetWebACL': Io<GetWebACLCommand>;
  'wafv2:ListWebACLs': Io<ListWebACLsCommand>;
}

export const wafv2Actions = {
  'wafv2:GetLoggingConfiguration': true,
  'wafv2:GetWebACL': true,
  'wafv2:ListWebACLs': true,
} satisfies Record<keyof Wafv2Operations, true>;
