import type { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import type { Io } from './io.ts';

export interface CloudfrontOperations {
  'cloudfront:ListDistributions': Io<ListDistributionsCommand>;
}

export const cloudfrontActions = {
  'cloudfront:ListDistributions': true,
} satisfies Record<keyof CloudfrontOperations, true>;
