import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new ResourceGroupsTaggingAPIClient(settings) as unknown as SdkClient,
  commands: { GetResources: GetResourcesCommand },
} satisfies ServiceModule;
