import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new SNSClient(settings) as unknown as SdkClient,
  commands: {
    GetTopicAttributes: GetTopicAttributesCommand,
    ListTopics: ListTopicsCommand,
  },
} satisfies ServiceModule;
