import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new AccountClient(settings) as unknown as SdkClient,
  commands: { ListRegions: ListRegionsCommand },
} satisfies ServiceModule;
