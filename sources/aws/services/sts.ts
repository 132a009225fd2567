import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new STSClient(settings) as unknown as SdkClient,
  commands: { AssumeRole: AssumeRoleCommand, GetCallerIdentity: GetCallerIdentityCommand },
} satisfies ServiceModule;
