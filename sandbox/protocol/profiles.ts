/**
 * What tells one service from another on the wire: its protocol, how it words what goes wrong, and the IAM action of an
 * operation. Sources: the services' API References ("Common Errors") and the Service Authorization Reference.
 */

export type Protocol = 'query' | 'ec2' | 'json' | 'rest-json' | 'rest-xml';

export interface Profile {
  readonly protocol: Protocol;
  /** One endpoint for all regions, whatever region a request was signed for. */
  readonly global?: true;
  /** Prefix of its IAM actions, where that is not the service's name. */
  readonly prefix?: string;
  /** Operation → IAM action without prefix, where the two differ. */
  readonly actions?: Readonly<Record<string, string>>;
  readonly denied: readonly [status: number, code: string];
  readonly throttled: readonly [status: number, code: string, message?: string];
  /** Which words it has for keys that it does not know. */
  readonly keys: 'query' | 'json' | 'ec2' | 's3';
}

const query: Profile = {
  protocol: 'query',
  denied: [403, 'AccessDenied'],
  throttled: [400, 'Throttling'],
  keys: 'query',
};
const json: Profile = {
  protocol: 'json',
  denied: [400, 'AccessDeniedException'],
  throttled: [400, 'ThrottlingException'],
  keys: 'json',
};
const restJson: Profile = {
  protocol: 'rest-json',
  denied: [403, 'AccessDeniedException'],
  throttled: [429, 'TooManyRequestsException'],
  keys: 'json',
};
const s3: Profile = {
  protocol: 'rest-xml',
  denied: [403, 'AccessDenied'],
  throttled: [503, 'SlowDown', 'Please reduce your request rate.'],
  keys: 's3',
};

export const profiles = {
  sts: { ...query, global: true },
  iam: { ...query, global: true },
  config: json,
  organizations: {
    ...json,
    global: true,
    throttled: [400, 'TooManyRequestsException', 'AWS Organizations is throttling the requests.'],
  },
  account: { ...restJson, global: true },
  ec2: {
    protocol: 'ec2',
    denied: [403, 'UnauthorizedOperation'],
    throttled: [503, 'RequestLimitExceeded', 'Request limit exceeded.'],
    keys: 'ec2',
  },
  elasticloadbalancing: query,
  s3: {
    ...s3,
    actions: {
      ListBuckets: 'ListAllMyBuckets',
      GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
      GetBucketEncryption: 'GetEncryptionConfiguration',
    },
  },
  's3-control': {
    ...s3,
    prefix: 's3',
    actions: { GetPublicAccessBlock: 'GetAccountPublicAccessBlock' },
  },
  rds: query,
  kms: json,
  lambda: restJson,
  ecr: json,
  eks: restJson,
  sns: { ...query, denied: [403, 'AuthorizationError'] },
  sqs: { ...json, denied: [403, 'AccessDeniedException'] },
  secretsmanager: json,
  cloudtrail: json,
  dynamodb: json,
  elasticfilesystem: restJson,
  guardduty: restJson,
  securityhub: restJson,
  'access-analyzer': { ...restJson, throttled: [429, 'ThrottlingException'] },
  cloudfront: {
    protocol: 'rest-xml',
    global: true,
    denied: [403, 'AccessDenied'],
    throttled: [400, 'Throttling'],
    keys: 'query',
  },
  acm: json,
  logs: json,
  wafv2: json,
  apigateway: {
    ...restJson,
    actions: { GetRestApis: 'GET', GetResources: 'GET', GetStages: 'GET', GetDeployment: 'GET' },
  },
  apigatewayv2: {
    ...restJson,
    prefix: 'apigateway',
    actions: { GetApis: 'GET', GetRoutes: 'GET', GetStages: 'GET' },
  },
  tagging: { ...json, prefix: 'tag' },
  cloudcontrolapi: {
    ...json,
    prefix: 'cloudformation',
  },
} as const satisfies Readonly<Record<string, Profile>>;

export type Service = keyof typeof profiles;

export const isService = (name: string): name is Service => Object.hasOwn(profiles, name);

export const profileOf = (service: Service): Profile => profiles[service];

export const actionOf = (service: Service, operation: string): string => {
  const { prefix, actions } = profileOf(service);
  return `${prefix ?? service}:${actions?.[operation] ?? operation}`;
};
