import { topicNotPublic } from '#checks/data/aws/topic-not-public.ts';
import { known } from '#model/reading.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const arn = 'arn:aws:sns:eu-west-1:111122223333:alerts';

const topic = (statement: StatementJson) =>
  resource(
    'AWS::SNS::Topic',
    { policy: known(policy({ Action: 'sns:Publish', Resource: arn, ...statement })) },
    { name: 'alerts', id: arn },
  );

describeCheck(topicNotPublic, {
  pass: {
    'no policy': resource('AWS::SNS::Topic'),
    'as AWS makes it: the owner, by a key in capital letters': topic({
      Principal: { AWS: '*' },
      Action: ['SNS:Publish', 'SNS:Subscribe', 'SNS:SetTopicAttributes'],
      Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } },
    }),
    'the own account': topic({ Principal: { AWS: '111122223333' } }),
    'a bucket of the own account': topic({
      Principal: { Service: 's3.amazonaws.com' },
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::ledger' },
        StringEquals: { 'aws:SourceAccount': '111122223333' },
      },
    }),
  },
  fail: {
    anyone: [topic({ Principal: '*' }), ['policy/#0']],
    'anyone, by a key that restricts nothing': [
      topic({ Principal: '*', Condition: { StringLike: { 'aws:SourceArn': '*' } } }),
      ['policy/#0'],
    ],
    'anyone but one account': [
      topic({ Principal: '*', Condition: { StringNotEquals: { 'aws:SourceAccount': '444455556666' } } }),
      ['policy/#0'],
    ],
  },
});
