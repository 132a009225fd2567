import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import type { Fault, FaultEffect } from '#sandbox/contract.ts';
import { type Answered, askAzure } from './ask.ts';

const lab = '9d4e7b10-2c85-4f36-a7d9-0e1f3b5c8a64';
const list = `/subscriptions/${lab}/resources?api-version=2025-04-01`;
const graphPath = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
const query =
  "resources | where type =~ 'microsoft.storage/storageaccounts' | project id, name, properties | order by id asc";

let sandbox: AzureSandbox;
beforeAll(async () => {
  sandbox = await serveAzureSandbox({ pageLimit: 4 });
});
afterEach(() => {
  sandbox.clearFaults();
  sandbox.clearCalls();
});
afterAll(() => sandbox.close());

const fault = (effect: FaultEffect, more: Partial<Fault> = {}): void =>
  sandbox.addFault({ match: { action: '*' }, effect, ...more });
const graph = ($skipToken?: unknown): Promise<Answered> =>
  askAzure(sandbox, graphPath, {
    query,
    subscriptions: [lab],
    options: { $top: 1000, ...($skipToken === undefined ? {} : { $skipToken }) },
  });
const namesOf = ({ body }: Answered): readonly unknown[] => (body.data ?? []).map(({ name }) => name);

/** All pages, the rows of each. */
const pages = async (): Promise<readonly (readonly unknown[])[]> => {
  const found: (readonly unknown[])[] = [];
  let token: unknown;
  do {
    const page = await graph(token);
    expect(page.status).toBe(200);
    found.push(namesOf(page));
    token = page.body['$skipToken'];
  } while (token !== undefined && found.length < 20);
  return found;
};

describe('in the place of an answer', () => {
  it.each<readonly [FaultEffect, number, string]>([
    [{ type: 'throttle' }, 429, 'TooManyRequests'],
    [{ type: 'error', status: 502, code: 'BadGateway' }, 502, 'BadGateway'],
    [{ type: 'deny' }, 403, 'AuthorizationFailed'],
    [{ type: 'deny', by: 'scp' }, 403, 'DenyAssignmentAuthorizationFailed'],
    [{ type: 'withdraw' }, 403, 'AuthorizationFailed'],
    [{ type: 'vanish' }, 404, 'SubscriptionNotFound'],
    [{ type: 'expire-credentials' }, 401, 'ExpiredAuthenticationToken'],
    [{ type: 'reject-credentials' }, 401, 'InvalidAuthenticationToken'],
  ])('%j comes as Resource Manager words it', async (effect, status, code) => {
    fault(effect);
    expect(await askAzure(sandbox, list)).toMatchObject({ status, body: { error: { code } } });
  });

  it('Resource Graph has words of its own', async () => {
    fault({ type: 'throttle', after: 3 }, { times: 1 });
    expect(await graph()).toMatchObject({
      status: 429,
      headers: {
        'retry-after': '3',
        'x-ms-user-quota-remaining': '0',
        'x-ms-user-quota-resets-after': '00:00:03',
      },
    });
    fault({ type: 'vanish' }, { times: 1 });
    const { status, text } = await graph();
    expect([status, text]).toEqual([400, expect.stringContaining('NoValidSubscriptionsInRequest')]);
    fault({ type: 'withdraw' });
    expect(await graph()).toMatchObject({ status: 200, body: { totalRecords: 0, data: [] } });
  });

  it('the connection ends', async () => {
    fault({ type: 'reset' });
    await expect(graph()).rejects.toThrow(/socket hang up|ECONNRESET/);
  });
});

describe('a body', () => {
  it.each<readonly [FaultEffect, (answered: Answered) => void]>([
    [{ type: 'garble' }, ({ text, body }) => expect([text.length > 10, body]).toEqual([true, {}])],
    [{ type: 'wrong-body', body: 'html' }, ({ text }) => expect(text).toMatch(/^<!doctype html>/)],
    [{ type: 'wrong-body', body: 'empty' }, ({ text }) => expect(text).toBe('')],
    [{ type: 'wrong-body', body: 'bare' }, ({ text }) => expect(text).toBe('{}')],
    [
      { type: 'mistyped' },
      (answered) =>
        expect([answered.headers['content-type'], namesOf(answered).length]).toEqual(['text/html', 4]),
    ],
    [
      { type: 'quota-used', seconds: 7 },
      ({ headers }) => expect(headers['x-ms-user-quota-resets-after']).toBe('00:00:07'),
    ],
  ])('%j', async (effect, holds) => {
    fault(effect);
    const answered = await graph();
    expect(answered.status).toBe(200);
    holds(answered);
  });

  it('that is cut ends the connection', async () => {
    fault({ type: 'cut' });
    await expect(graph()).rejects.toThrow(/aborted|ECONNRESET|socket hang up/);
  });

  it('that is slow comes whole', async () => {
    const calm = await graph();
    fault({ type: 'slow', milliseconds: 30 });
    expect((await graph()).text).toBe(calm.text);
  });
});

describe('pages', () => {
  it('are whole without a fault', async () => {
    const calm = await pages();
    expect(calm.map(({ length }) => length)).toEqual([4, 4, 3]);
    expect(new Set(calm.flat()).size).toBe(11);
  });

  it('that overlap begin with the last row of the page before', async () => {
    fault({ type: 'overlap' });
    const found = await pages();
    for (const [index, page] of found.slice(1).entries()) expect(page[0]).toBe(found[index]?.at(-1));
    expect(new Set(found.flat()).size).toBe(11);
  });

  it('that are empty lead to what they should have held', async () => {
    fault({ type: 'empty-page' }, { times: 2 });
    expect((await pages()).map(({ length }) => length)).toEqual([0, 0, 4, 4, 3]);
  });

  it('come again by a token that is repeated', async () => {
    fault({ type: 'repeat-token' }, { times: 1 });
    const found = await pages();
    expect(found[1]).toEqual(found[0]);
    expect(found.length).toBe(4);
  });

  it('end in a token that is refused', async () => {
    fault({ type: 'expire-token' }, { times: 1 });
    const first = await graph();
    expect((await graph(first.body['$skipToken'])).status).toBe(400);
  });

  it('that are truncated say so, and have no token', async () => {
    fault({ type: 'truncate' });
    const { body } = await graph();
    expect(body).toMatchObject({ resultTruncated: 'true', totalRecords: 11, count: 4 });
    expect(body).not.toHaveProperty('$skipToken');
  });

  it('of Resource Manager may lead elsewhere', async () => {
    fault({ type: 'stray-link' });
    expect((await askAzure(sandbox, list)).body['nextLink']).toMatch(/^https:\/\/elsewhere\.example[:/]/);
  });
});

describe('a resource', () => {
  const match = { action: 'Microsoft.ResourceGraph/*', resource: 'labopen' };

  it('that is left out is counted', async () => {
    fault({ type: 'omit' }, { match });
    expect((await pages()).flat()).not.toContain('labopen');
    expect((await graph()).body['totalRecords']).toBe(11);
  });

  it('that is deleted is not, and the others stay on their pages', async () => {
    const calm = await pages();
    const gone = String((await graph()).body.data?.[1]?.['id']);
    fault({ type: 'change', hide: [gone] }, { times: 1 });
    const found = await pages();
    expect(found.map(({ length }) => length)).toEqual([3, 4, 3]);
    expect(found.slice(1)).toEqual(calm.slice(1));
    expect((await graph()).body['totalRecords']).toBe(10);
  });

  it('holds what a fault puts into it', async () => {
    const { name } = (await graph()).body.data?.[0] ?? {};
    fault(
      { type: 'set-field', path: 'properties.networkAcls', value: 'x' },
      { match: { action: 'Microsoft.ResourceGraph/*', resource: String(name) } },
    );
    const acls = ((await graph()).body.data ?? []).map(
      ({ properties }) => typeof (properties as { networkAcls?: unknown }).networkAcls,
    );
    expect(acls).toEqual(['string', 'object', 'object', 'object']);
  });
});

describe('chance, skip and times', () => {
  it('let by first, then strike, then are over', async () => {
    fault({ type: 'throttle' }, { skip: 1, times: 2 });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await graph()).status);
    expect(statuses).toEqual([200, 429, 429, 200]);
  });

  it('strike the same tries for the same seed', async () => {
    const run = async (): Promise<readonly number[]> => {
      sandbox.clearFaults();
      fault({ type: 'throttle' }, { probability: { of: 0.5, seed: 7 } });
      const statuses: number[] = [];
      for (let call = 0; call < 12; call += 1) statuses.push((await graph()).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 429]));
    expect(await run()).toEqual(first);
  });
});
