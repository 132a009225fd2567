/**
 * The allow-list: a service's module has the commands that this product ever asks it for. All of them only read, but for
 * assuming a role; a request of any other operation never leaves the process. Each is loaded where it is first asked.
 */
export const services = {
  sts: () => import('./services/sts.ts'),
  organizations: () => import('./services/organizations.ts'),
  account: () => import('./services/account.ts'),
  config: () => import('./services/config.ts'),
  iam: () => import('./services/iam.ts'),
  ec2: () => import('./services/ec2.ts'),
  tagging: () => import('./services/tagging.ts'),
  elasticloadbalancing: () => import('./services/elasticloadbalancing.ts'),
  s3: () => import('./services/s3.ts'),
  s3control: () => import('./services/s3control.ts'),
  rds: () => import('./services/rds.ts'),
  kms: () => import('./services/kms.ts'),
  lambda: () => import('./services/lambda.ts'),
  ecr: () => import('./services/ecr.ts'),
  eks: () => import('./services/eks.ts'),
  sns: () => import('./services/sns.ts'),
  sqs: () => import('./services/sqs.ts'),
  secretsmanager: () => import('./services/secretsmanager.ts'),
  cloudtrail: () => import('./services/cloudtrail.ts'),
  dynamodb: () => import('./services/dynamodb.ts'),
  guardduty: () => import('./services/guardduty.ts'),
  securityhub: () => import('./services/securityhub.ts'),
  'access-analyzer': () => import('./services/access-analyzer.ts'),
  cloudfront: () => import('./services/cloudfront.ts'),
  acm: () => import('./services/acm.ts'),
  apigateway: () => import('./services/apigateway.ts'),
  apigatewayv2: () => import('./services/apigatewayv2.ts'),
  logs: () => import('./services/logs.ts'),
  wafv2: () => import('./services/wafv2.ts'),
  cloudcontrol: () => import('./services/cloudcontrol.ts'),
  elasticfilesystem: () => import('./services/elasticfilesystem.ts'),
} as const;

export type Service = keyof typeof services;

/** Of a service, by the name of the operation. */
export type Commands<S extends Service> = Awaited<ReturnType<(typeof services)[S]>>['service']['commands'];
