import { getEventListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { listen } from '#sandbox/loopback.ts';
import type { Session } from '#sources/aws/clients.ts';
import { AwsClients, userAgent } from '#sources/aws/clients.ts';
import { AwsSourceBug } from '#sources/aws/errors.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { RoleSession } from '#sources/aws/sessions.ts';
import { RateBudget } from '#sources/rate-budget.ts';

type Answer = { status: number; headers?: Record<string, string>; body: string } | 'silence';
type Ask = (request: IncomingMessage, body: string, count: number) => Answer;

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

const opened = async (server: Server): Promise<string> => {
  const { port, close } = await listen(server);
  closing.push(close);
  return `http://127.0.0.1:${port}`;
};

const serve = async (ask: Ask) => {
  const requests: {
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
    readonly at: number;
  }[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    requests.push({ headers: request.headers, body, at: performance.now() });
    const answer = ask(request, body, requests.length);
    if (answer === 'silence') return;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return { requests, endpoint: await opened(server) };
};

const options = (endpoint: string, overrides: Partial<AwsOptions> = {}): AwsOptions => ({
  accounts: 'caller',
  regions: 'enabled',
  inventory: 'config',
  kinds: [],
  partners: [],
  homeRegion: 'eu-west-1',
  endpoint,
  callsPerSecond: 1000,
  attempts: 3,
  timeout: 500,
  backoffBase: 1,
  ...overrides,
});

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-one' };
const fixed: Session = {
  credentials: () => Promise.resolve({ ok: true, value: keys }),
  renew: () => false,
};
const place = { account: '111122223333', region: 'eu-west-1' };
const { signal } = new AbortController();

const ok: Answer = { status: 200, body: JSON.stringify({ ConfigurationRecorders: [] }) };
const failure = (code: string, status = 400, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: JSON.stringify({ __type: code, message: `said ${code}` }),
});

const describeRecorders = (clients: AwsClients, session: Session = fixed, at = place, by = signal) =>
  clients.call('config:DescribeConfigurationRecorders', at, {}, session, by);

describe('every request', () => {
  test('says who we are and nothing else', async () => {
    const { requests, endpoint } = await serve(() => ok);
    await describeRecorders(new AwsClients(options(endpoint)));
    expect(requests[0]?.headers['user-agent']).toBe(userAgent);
    expect(userAgent).toMatch(/^plumbline\/\d+\.\d+\.\d+$/);
    expect(requests[0]?.headers['x-amz-user-agent']).toBeUndefined();
  });

  test('of another operation never leaves the process', async () => {
    const { requests, endpoint } = await serve(() => ok);
    const client = await new AwsClients(options(endpoint)).open('config', 'eu-west-1', keys);
    const { StopConfigurationRecorderCommand } = await import('@aws-sdk/client-config-service');
    const stop = new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' });
    await expect(client.send(stop as never, { abortSignal: signal })).rejects.toThrow(AwsSourceBug);
    expect(requests).toEqual([]);
  });

  test('is counted by its action', async () => {
    const { endpoint } = await serve((_request, _body, count) =>
      count === 1 ? failure('ThrottlingException') : ok,
    );
    const clients = new AwsClients(options(endpoint));
    await describeRecorders(clients);
    expect(clients.usage()).toMatchObject({ calls: 2, throttled: 1 });
    expect(clients.usage().byAction.get('config:DescribeConfigurationRecorders')).toBe(2);
  });

  test.each(['http://192.0.2.1:80', 'ftp://127.0.0.1', 'nonsense'])(
    'to %s is refused at once',
    (endpoint) => {
      expect(() => new AwsClients(options(endpoint))).toThrow(TypeError);
    },
  );
});

test('a proxy is asked for every address but those on loopback', async () => {
  const proxied: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    proxied.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const address = await opened(proxy);
  const outcome = await describeRecorders(
    new AwsClients(options('https://config.example.test', { proxy: address, attempts: 1 })),
  );
  expect(outcome).toMatchObject({ ok: false, failure: { type: 'unavailable' } });
  expect(proxied).toEqual(['config.example.test:443']);
  const { endpoint } = await serve(() => ok);
  expect(await describeRecorders(new AwsClients(options(endpoint, { proxy: address })))).toMatchObject({
    ok: true,
  });
});

describe('a call that fails', () => {
  test('in passing is made again', async () => {
    const { requests, endpoint } = await serve((_request, _body, count) =>
      count < 3 ? failure('InternalFailure', 500) : ok,
    );
    expect(await describeRecorders(new AwsClients(options(endpoint)))).toMatchObject({ ok: true });
    expect(requests).toHaveLength(3);
  });

  test('for good is given up after the tries it has', async () => {
    const { requests, endpoint } = await serve(() => failure('ThrottlingException'));
    expect(await describeRecorders(new AwsClients(options(endpoint)))).toMatchObject({
      ok: false,
      failure: { type: 'throttled', action: 'config:DescribeConfigurationRecorders' },
    });
    expect(requests).toHaveLength(3);
  });

  test('waits as long as the service wishes', async () => {
    const { requests, endpoint } = await serve((_request, _body, count) =>
      count === 1 ? failure('ThrottlingException', 429, { 'x-amz-retry-after': '80' }) : ok,
    );
    await describeRecorders(new AwsClients(options(endpoint)));
    expect((requests[1]?.at ?? 0) - (requests[0]?.at ?? 0)).toBeGreaterThan(70);
  });

  test('is not made again where trying again can not help', async () => {
    const { requests, endpoint } = await serve(() => failure('ValidationException'));
    expect(await describeRecorders(new AwsClients(options(endpoint)))).toMatchObject({
      failure: { type: 'unavailable' },
    });
    expect(requests).toHaveLength(1);
  });

  test('without an answer ends as unavailable', async () => {
    const { endpoint } = await serve(() => 'silence');
    const outcome = await describeRecorders(new AwsClients(options(endpoint, { attempts: 1, timeout: 50 })));
    expect(outcome).toMatchObject({ failure: { type: 'unavailable', message: 'no answer within 50 ms' } });
  });

  test('with a denial is remembered for its account and region only', async () => {
    const { requests, endpoint } = await serve(() => failure('AccessDeniedException'));
    const clients = new AwsClients(options(endpoint));
    await describeRecorders(clients);
    expect(await describeRecorders(clients)).toMatchObject({ failure: { type: 'denied' } });
    expect(requests).toHaveLength(1);
    await describeRecorders(clients, fixed, { ...place, region: 'us-east-1' });
    await describeRecorders(clients, fixed, { ...place, account: '444455556666' });
    expect(requests).toHaveLength(3);
  });

  test('or not leaves nothing behind on the signal of the whole scan', async () => {
    const { endpoint } = await serve((_request, _body, count) =>
      count % 2 === 0 ? failure('ValidationException') : ok,
    );
    const clients = new AwsClients(options(endpoint));
    const scan = new AbortController();
    for (let call = 0; call < 4; call += 1) await describeRecorders(clients, fixed, place, scan.signal);
    expect(getEventListeners(scan.signal, 'abort')).toEqual([]);
  });

  test('because somebody stopped the scan throws', async () => {
    const { endpoint } = await serve(() => 'silence');
    const stop = new AbortController();
    const call = describeRecorders(new AwsClients(options(endpoint)), fixed, place, stop.signal);
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });
});

describe('a role', () => {
  const session = (endpoint: string, now: () => number) => {
    const clients = new AwsClients(options(endpoint));
    const role = { arn: 'arn:aws:iam::111122223333:role/reader', account: '111122223333', externalId: 'x-1' };
    return { clients, role: new RoleSession(role, fixed, clients, 'eu-west-1', now) };
  };
  const assumed = (key: string, expiration: string): Answer => ({
    status: 200,
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  });
  const isAssume = (body: string): boolean => body.includes('Action=AssumeRole');

  test('is assumed by name, with its external id, for an hour', async () => {
    const { requests, endpoint } = await serve(() => assumed('AKIDONE', '2026-11-25T13:00:00Z'));
    const { role } = session(endpoint, () => Date.parse('2026-11-25T12:00:00Z'));
    expect(await role.credentials(signal)).toMatchObject({ value: { accessKeyId: 'AKIDONE' } });
    const asked = new URLSearchParams(requests[0]?.body);
    expect(asked.get('RoleSessionName')).toBe('plumbline');
    expect(asked.get('ExternalId')).toBe('x-1');
    expect(asked.get('DurationSeconds')).toBe('3600');
  });

  test('is assumed once for many calls, and again before it ends', async () => {
    let time = Date.parse('2026-11-25T12:00:00Z');
    const { requests, endpoint } = await serve((_request, _body, count) =>
      assumed(`AKID${count}`, '2026-11-25T13:00:00Z'),
    );
    const { role } = session(endpoint, () => time);
    await Promise.all([role.credentials(signal), role.credentials(signal)]);
    expect(requests).toHaveLength(1);
    time = Date.parse('2026-11-25T12:56:00Z');
    expect(await role.credentials(signal)).toMatchObject({ value: { accessKeyId: 'AKID2' } });
  });

  test('that a service calls expired is assumed anew, once', async () => {
    const { requests, endpoint } = await serve((_request, body, count) => {
      if (isAssume(body)) return assumed(`AKID${count}`, '2026-11-25T13:00:00Z');
      return count === 2 ? failure('ExpiredTokenException') : ok;
    });
    const { role, clients } = session(endpoint, () => Date.parse('2026-11-25T12:00:00Z'));
    expect(await describeRecorders(clients, role)).toMatchObject({ ok: true });
    expect(requests.map(({ body }) => isAssume(body))).toEqual([true, false, true, false]);
  });

  test('that stays expired leaves the call unread', async () => {
    const { requests, endpoint } = await serve((_request, body, count) =>
      isAssume(body) ? assumed(`AKID${count}`, '2026-11-25T13:00:00Z') : failure('ExpiredTokenException'),
    );
    const { role, clients } = session(endpoint, () => Date.parse('2026-11-25T12:00:00Z'));
    expect(await describeRecorders(clients, role)).toMatchObject({
      ok: false,
      failure: { type: 'unavailable' },
    });
    expect(requests).toHaveLength(4);
  });

  test('that is refused is asked for once', async () => {
    const { requests, endpoint } = await serve(() => ({
      status: 403,
      body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::1:user/p is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>',
    }));
    const { role, clients } = session(endpoint, () => 0);
    for (let time = 0; time < 3; time += 1) {
      expect(await describeRecorders(clients, role)).toMatchObject({
        failure: { type: 'denied', action: 'sts:AssumeRole', principal: 'arn:aws:iam::1:user/p' },
      });
    }
    expect(requests).toHaveLength(1);
  });
});

describe('the rate budget', () => {
  test('lets a second of calls go at once, and spreads the rest', () => {
    let now = 0;
    const budget = new RateBudget(4, () => now);
    expect([1, 2, 3, 4, 5, 6].map(() => budget.reserve('a'))).toEqual([0, 0, 0, 0, 250, 500]);
    expect(budget.reserve('b')).toBe(0);
    now = 10_000;
    expect(budget.reserve('a')).toBe(0);
  });
});
