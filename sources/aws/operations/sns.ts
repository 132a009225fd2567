import type { GetTopicAttributesCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import type { Io } from './io.ts';

export interface SnsOperations {
  'sns:GetTopicAttributes': Io<GetTopicAttributesCommand>;
  'sns:ListTopics': Io<ListTopicsCommand>;
}

export const snsActions = {
  'sns:GetTopicAttributes': true,
  'sns:ListTopics': true,
} satisfies Record<keyof SnsOperations, true>;
