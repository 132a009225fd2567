import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new SQSClient(settings) as unknown as SdkClient,
  commands: {
    GetQueueAttributes: GetQueueAttributesCommand,
    ListQueues: ListQueuesCommand,
  },
} satisfies ServiceModule;
