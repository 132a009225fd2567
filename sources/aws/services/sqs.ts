import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service: ServiceModule = {
  open: (settings) => new SQSClient(settings) as unknown as SdkClient,
  commands: {
    GetQueueAttributes: GetQueueAttributesCommand,
    ListQueues: ListQueuesCommand,
  },
};
