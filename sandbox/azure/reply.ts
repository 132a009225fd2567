/** Answers as Azure Resource Manager words them. */

export interface AzureReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const answer = (body: unknown, headers: Readonly<Record<string, string>> = {}): AzureReply => ({
  status: 200,
  headers,
  body,
});

export const refuse = (
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): AzureReply => ({ status, headers, body: { error: { code, message } } });

export const forbid = (caller: string, action: string, scope: string): AzureReply =>
  refuse(
    403,
    'AuthorizationFailed',
    `The client '${caller}' with object id '${caller}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );

export const forbidByAssignment = (caller: string, action: string, scope: string): AzureReply =>
  refuse(
    403,
    'DenyAssignmentAuthorizationFailed',
    `The client '${caller}' with object id '${caller}' has an authorization with effective permission to perform action '${action}' over scope '${scope}', but a deny assignment blocks it.`,
  );

/** @param after seconds that the caller is to wait. Resource Graph says it by its own quota's headers as well. */
export const tooMany = (after: number, graph: boolean): AzureReply =>
  refuse(429, graph ? 'RateLimiting' : 'TooManyRequests', 'The request is being throttled.', {
    'retry-after': String(after),
    ...(graph ? quotaUsed(after) : {}),
  });

export const quotaUsed = (seconds: number): Readonly<Record<string, string>> => ({
  'x-ms-user-quota-remaining': '0',
  'x-ms-user-quota-resets-after': `00:00:${String(seconds).padStart(2, '0')}`,
});

export const expired = (): AzureReply =>
  refuse(
    401,
    'ExpiredAuthenticationToken',
    'The access token expiry UTC time is earlier than current UTC time.',
    { 'www-authenticate': 'Bearer error="invalid_token", error_description="The access token expired."' },
  );

/** A subscription that is not there, as Resource Manager words it and as Resource Graph does. */
export const noSubscription = (subscription: string, graph: boolean): AzureReply =>
  graph
    ? refuse(
        400,
        'BadRequest',
        `NoValidSubscriptionsInRequest: There must be at least one subscription that is eligible to contain resources. Given: '${subscription}'.`,
      )
    : refuse(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
