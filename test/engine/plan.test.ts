import { expect, test } from 'vitest';
import { volumeEncrypted } from '#checks/data/aws/volume-encrypted.ts';
import { roleTrustNotPublic } from '#checks/iam/aws/role-trust-not-public.ts';
import { judgedParts, planChecks } from '#engine/plan.ts';

test('a scan keeps of a resource what its checks look at', () => {
  expect(judgedParts(planChecks([volumeEncrypted])).get('AWS::EC2::Volume')).toEqual(['settings']);
});

test('of a role it keeps when it was made too, so that another one of the same name shows', () => {
  const kept = judgedParts(planChecks([roleTrustNotPublic]));
  expect(kept.get('AWS::IAM::Role')).toContain('createdAt');
  expect(kept.has('AWS::EC2::Volume')).toBe(false);
});
