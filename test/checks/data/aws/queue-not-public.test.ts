import { queueNotPublic } from '#checks/data/aws/queue-not-public.ts';
import { known } from '#model/reading.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const arn = 'arn:aws:sqs:us-east-1:111122223333:fanout';

const queue = (statement: StatementJson, id = arn) =>
  resource(
    'AWS::SQS::Queue',
    { policy: known(policy({ Action: 'sqs:SendMessage', Resource: arn, ...statement })) },
    { name: 'fanout', id, region: 'us-east-1' },
  );

describeCheck(queueNotPublic, {
  pass: {
    'no policy': resource('AWS::SQS::Queue'),
    'relayed by the own topic, as the console writes it': queue({
      Principal: { AWS: '*' },
      Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:orders' } },
    }),
    'the own account, known by the URL of the queue': queue(
      { Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
      'https://sqs.us-east-1.amazonaws.com/111122223333/fanout',
    ),
  },
  fail: {
    anyone: [queue({ Principal: '*' }), ['policy/#0']],
    'anyone but one account': [
      queue({ Principal: '*', Condition: { StringNotEquals: { 'aws:SourceAccount': '444455556666' } } }),
      ['policy/#0'],
    ],
    'relayed by any topic of anyone': [
      queue({ Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } } }),
      ['policy/#0'],
    ],
  },
});
