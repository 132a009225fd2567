import type { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Io } from './io.ts';

export interface SqsOperations {
  'sqs:GetQueueAttributes': Io<GetQueueAttributesCommand>;
  'sqs:ListQueues': Io<ListQueuesCommand>;
}

export const sqsActions = {
  'sqs:GetQueueAttributes': true,
  'sqs:ListQueues': true,
} satisfies Record<keyof SqsOperations, true>;
