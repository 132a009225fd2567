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

export const tooMany = (): AzureReply =>
  refuse(429, 'TooManyRequests', 'The request is being throttled.', { 'retry-after': '0' });
