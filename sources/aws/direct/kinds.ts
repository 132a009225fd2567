/** Every kind that can be read from its own service. */

import { acmKinds } from './acm.ts';
import { apiKinds } from './apigateway.ts';
import { cloudControlKind } from './cloud-control.ts';
import { cloudfrontKinds } from './cloudfront.ts';
import { trail } from './cloudtrail.ts';
import { containerKinds } from './containers.ts';
import { dynamodbKinds } from './dynamodb.ts';
import { ec2Kinds } from './ec2.ts';
import { efsKinds } from './efs.ts';
import { loadBalancingKinds } from './elasticloadbalancing.ts';
import type { DirectKind } from './kind.ts';
import { kmsKinds } from './kms.ts';
import { lambdaKinds } from './lambda.ts';
import { logKinds } from './logs.ts';
import { messagingKinds } from './messaging.ts';
import { rdsKinds } from './rds.ts';
import { bucket } from './s3.ts';
import { accountPublicAccessBlock } from './s3-account.ts';
import { secretKinds } from './secretsmanager.ts';
import { wafKinds } from './wafv2.ts';

const all: readonly DirectKind[] = [
  ...ec2Kinds,
  bucket,
  accountPublicAccessBlock,
  ...loadBalancingKinds,
  trail,
  ...kmsKinds,
  ...lambdaKinds,
  ...messagingKinds,
  ...rdsKinds,
  ...secretKinds,
  ...dynamodbKinds,
  ...containerKinds,
  ...efsKinds,
  ...cloudfrontKinds,
  ...acmKinds,
  ...apiKinds,
  ...logKinds,
  ...wafKinds,
];

const byKind: ReadonlyMap<string, DirectKind> = new Map(all.map((one) => [one.kind, one]));

export const directKind = (kind: string): DirectKind | undefined =>
  byKind.get(kind) ?? cloudControlKind(kind);
