import { describe, expect, test } from 'vitest';
import { AwsSourceBug, sortError } from '#sources/aws/errors.ts';
import { cleanMessage } from '#sources/clean-message.ts';
import { coverageOf } from '#sources/failure.ts';

const sdkError = (name: string, message = 'no', status = 400): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status }, $response: {} });

test.each([
  ['NoSuchEntityException', 404, 'absent'],
  ['LoadBalancerNotFoundException', 400, 'absent'],
  ['AccessDenied', 403, 'denied'],
  ['UnauthorizedOperation', 403, 'denied'],
  ['Throttling', 400, 'throttled'],
  ['SomethingElse', 429, 'throttled'],
  ['InvalidNextTokenException', 400, 'gone'],
  ['PaginationTokenExpiredException', 400, 'gone'],
  ['InvalidExpressionException', 400, 'unsupported'],
  ['RegionDisabledException', 403, 'unsupported'],
  ['OptInRequired', 403, 'unsupported'],
  ['InvalidClientTokenId', 403, 'unavailable'],
  ['AuthFailure', 401, 'unavailable'],
  ['ExpiredTokenException', 400, 'unavailable'],
  ['InternalFailure', 500, 'unavailable'],
  ['KMSAccessDeniedException', 400, 'denied'],
  ['AccessDeniedFault', 400, 'denied'],
  ['Client.UnauthorizedOperation', 400, 'denied'],
  ['WhoKnows', 403, 'denied'],
  ['WhoKnows', 400, 'unavailable'],
])('%s with status %i is %s', (name, status, type) => {
  expect(sortError(sdkError(name, 'no', status), 'iam:GetAccountSummary').type).toBe(type);
});

test.each(['ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'ERR_PROXY_TUNNEL', 'HPE_INVALID_CONSTANT'])(
  '%s is worth another try',
  (code) => {
    const failure = sortError(Object.assign(new Error('connection'), { code }), 'x:Y');
    expect(failure).toMatchObject({ type: 'unavailable', transient: true });
  },
);

test('a body that is not what the protocol says is malformed', () => {
  const error = Object.assign(new SyntaxError('Unexpected token'), {
    $response: {},
    $metadata: { httpStatusCode: 200 },
  });
  expect(sortError(error, 'x:Y').type).toBe('malformed');
});

describe('a denial', () => {
  const action = 'config:SelectResourceConfig';
  const who = 'arn:aws:sts::111122223333:assumed-role/reader/plumbline';

  test.each([
    ['because no identity-based policy allows the action', 'denied'],
    ['with an explicit deny in an identity-based policy', 'denied'],
    [
      'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p-1',
      'denied-by-guardrail',
    ],
    ['because no service control policy allows the action', 'denied-by-guardrail'],
    ['with an explicit deny in a resource control policy', 'denied-by-guardrail'],
  ])('%s is %s', (because, state) => {
    const message = `User: ${who} is not authorized to perform: ${action} ${because}`;
    expect(coverageOf(sortError(sdkError('AccessDeniedException', message), action))).toMatchObject({
      state,
      missing: action,
      principal: who,
    });
  });
});

test('bugs and aborts go on', () => {
  const bugs = [
    new TypeError('undefined is not a function'),
    new AwsSourceBug('x'),
    new DOMException('stop', 'AbortError'),
  ];
  for (const bug of bugs) expect(() => sortError(bug, 'x:Y')).toThrow(bug);
});

test('a message is one short line without secrets, request ids and blobs', () => {
  const key = `AKIA${'Q3EGRJ2ZV7NHT5WX'}`;
  const cleaned = cleanMessage(
    `refused\n\u001b[31m${key} Encoded authorization failure message: AAAA${'b'.repeat(900)} (Request ID: 1-2-3) ${'x'.repeat(400)}`,
  );
  expect(cleaned).not.toContain(key);
  expect(cleaned).not.toMatch(/\s{2}|Request|bbbb/);
  expect(cleaned.length).toBeLessThanOrEqual(300);
});
