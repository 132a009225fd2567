import { expect, test } from 'vitest';
import { isAccountId, parseArn, partitionOfRegion } from '#model/arn.ts';

test('an ARN is six fields, of which the last may hold colons', () => {
  expect(parseArn('arn:aws-cn:lambda:cn-north-1:111122223333:function:f:1')).toEqual({
    partition: 'aws-cn',
    service: 'lambda',
    region: 'cn-north-1',
    account: '111122223333',
    resource: 'function:f:1',
  });
});

test.each(['', 'sg-1', 'arn:aws:s3', 'AROAEXAMPLE0000000DEAD'])('%j is no ARN', (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test('account ids have twelve digits', () => {
  expect([isAccountId('111122223333'), isAccountId('11112222333'), isAccountId('aws')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('the partition follows from the region', () => {
  expect(
    ['eu-west-1', 'cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1'].map(partitionOfRegion),
  ).toEqual(['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b']);
});
