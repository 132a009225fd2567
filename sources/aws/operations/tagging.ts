import type { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Io } from './io.ts';

export interface TaggingOperations {
  'tag:GetResources': Io<GetResourcesCommand>;
}

export const taggingActions = {
  'tag:GetResources': true,
} satisfies Record<keyof TaggingOperations, true>;
