import { CloudControlClient, ListResourcesCommand } from '@aws-sdk/client-cloudcontrol';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new CloudControlClient(settings) as unknown as SdkClient,
  commands: { ListResources: ListResourcesCommand },
} satisfies ServiceModule;
