import type { ListResourcesCommand } from '@aws-sdk/client-cloudcontrol';
import type { Io } from './io.ts';

export interface CloudcontrolOperations {
  'cloudformation:ListResources': Io<ListResourcesCommand>;
}

export const cloudcontrolActions = {
  'cloudformation:ListResources': true,
} satisfies Record<keyof CloudcontrolOperations, true>;
