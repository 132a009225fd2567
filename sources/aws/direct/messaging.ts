/** Topics and queues: lists of names, and one call for each that tells all of it. Sources: SNS and SQS API References. */
import type { DirectKind } from './kind.ts';
import { detail, listedKind, ownNames, rowOf } from './kind.ts';

const lastOf = (text: string, separator: string): string => text.slice(text.lastIndexOf(separator) + 1);

export const messagingKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::SNS::Topic',
    action: 'sns:ListTopics',
    // A hundred a page, and no way to ask for more.
    input: (token) => (token === undefined ? {} : { NextToken: token }),
    rows: (output) => output.Topics,
    next: (output) => output.NextToken,
    found: ({ TopicArn = '' }, place) =>
      rowOf('sns:ListTopics', TopicArn, place, {
        resourceId: TopicArn,
        resourceName: lastOf(TopicArn, ':'),
        configuration: {},
      }),
    details: [
      detail({
        action: 'sns:GetTopicAttributes',
        parts: ['policy', 'settings'],
        input: ({ resourceId }) => ({ TopicArn: resourceId }),
        trees: ({ Attributes }) =>
          Attributes?.['TopicArn'] === undefined
            ? { problem: 'the answer holds no attributes of a topic' }
            : { configuration: ownNames(Attributes) },
      }),
    ],
  }),
  listedKind({
    kind: 'AWS::SQS::Queue',
    action: 'sqs:ListQueues',
    // Without a length there is one page of a thousand, and no token to tell that there are more.
    input: (token) => ({ MaxResults: 1000, ...(token === undefined ? {} : { NextToken: token }) }),
    // Left out where there is none.
    rows: (output) => output.QueueUrls ?? [],
    next: (output) => output.NextToken,
    found: (url, place) => {
      const name = lastOf(url, '/');
      if (name === '') return { problem: 'a row of sqs:ListQueues has no name' };
      return {
        resourceId: url,
        resourceName: name,
        // The list has no ARNs; a queue's is made of these.
        arn: `arn:${place.partition}:sqs:${place.region}:${place.account}:${name}`,
        configuration: {},
      };
    },
    details: [
      detail({
        action: 'sqs:GetQueueAttributes',
        parts: ['policy', 'settings'],
        input: ({ resourceId }) => ({ QueueUrl: resourceId, AttributeNames: ['All'] }),
        trees: ({ Attributes }) =>
          Attributes?.QueueArn === undefined
            ? { problem: 'the answer holds no attributes of a queue' }
            : // All were asked for, and a queue without a policy has no such attribute.
              { configuration: { Policy: null, ...ownNames(Attributes) } },
      }),
    ],
  }),
];
