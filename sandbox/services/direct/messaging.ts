/** Topics and queues. Sources: Amazon SNS and Amazon SQS API References. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, oneHandler } from './listing.ts';
import { fieldsOf } from './names.ts';

/** Attributes are text, whatever they say; those without a value are left out. */
const attributes = (item: ConfigItem, without: readonly string[] = []): JsonObject =>
  Object.fromEntries(
    Object.entries(fieldsOf(item))
      .filter(([name, value]) => value !== null && value !== undefined && !without.includes(name))
      .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );

export const snsOperations: Readonly<Record<string, Handler>> = {
  ListTopics: listHandler({
    kind: 'AWS::SNS::Topic',
    most: 100,
    token: { asked: 'NextToken', given: 'NextToken' },
    badToken: refuse(400, 'InvalidParameter', 'Invalid parameter: NextToken'),
    row: (item) => ({ TopicArn: item.resourceId }),
    wrap: (Topics) => ({ Topics }),
  }),
  GetTopicAttributes: oneHandler({
    kind: 'AWS::SNS::Topic',
    find: (item, { input }) => item.resourceId === input['TopicArn'],
    absent: refuse(404, 'NotFound', 'Topic does not exist'),
    value: (item) => ({ Attributes: attributes(item) }),
  }),
};

export const sqsOperations: Readonly<Record<string, Handler>> = {
  ListQueues: listHandler({
    kind: 'AWS::SQS::Queue',
    limit: { name: 'MaxResults', otherwise: 1000 },
    most: 1000,
    token: { asked: 'NextToken', given: 'NextToken' },
    badToken: refuse(400, 'InvalidParameterValue', 'Value for parameter NextToken is invalid'),
    row: (item) => item.resourceId,
    wrap: (QueueUrls) => (QueueUrls.length === 0 ? {} : { QueueUrls }),
  }),
  GetQueueAttributes: oneHandler({
    kind: 'AWS::SQS::Queue',
    find: (item, { input }) => item.resourceId === input['QueueUrl'],
    absent: refuse(400, 'QueueDoesNotExist', 'The specified queue does not exist.'),
    value: (item) => ({ Attributes: attributes(item, ['QueueUrl', 'QueueName']) }),
  }),
};
