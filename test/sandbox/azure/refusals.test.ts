import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import { parseQuery, QueryError } from '#sandbox/azure/query.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import type { Answered } from './ask.ts';
import { askAzure } from './ask.ts';

let sandbox: AzureSandbox;
beforeAll(async () => {
  sandbox = await serveAzureSandbox();
});
afterAll(() => sandbox.close());

const ask = (path: string, body?: unknown, bearer?: string): Promise<Answered> =>
  askAzure(sandbox, path, body, bearer);

const graph = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
const lab = '9d4e7b10-2c85-4f36-a7d9-0e1f3b5c8a64';
const machines =
  "resources | where type =~ 'microsoft.compute/virtualmachines' | project id, name | order by id asc";

describe('the sandbox refuses', () => {
  it('a wrong token', async () => {
    expect(await ask('/subscriptions?api-version=2022-12-01', undefined, 'wrong')).toMatchObject({
      status: 401,
      body: { error: { code: 'AuthenticationFailed' } },
    });
  });

  it('a request without a version', async () => {
    expect(await ask('/subscriptions')).toMatchObject({
      status: 400,
      body: { error: { code: 'MissingApiVersionParameter' } },
    });
  });

  it('an address that it does not know', async () => {
    expect((await ask('/tenants?api-version=1')).status).toBe(404);
  });

  it('a page of more than a thousand rows', async () => {
    expect(
      (await ask(graph, { query: machines, subscriptions: [lab], options: { $top: 1001 } })).status,
    ).toBe(400);
  });

  it('a page token of another query', async () => {
    const first = await ask(graph, { query: machines, subscriptions: [lab], options: { $top: 10 } });
    expect(first.body.data).toHaveLength(10);
    const $skipToken = first.body['$skipToken'];
    const options = { $top: 10, $skipToken };
    expect((await ask(graph, { query: machines, subscriptions: [lab], options })).status).toBe(200);
    const other = machines.replace('virtualmachines', 'disks');
    expect((await ask(graph, { query: other, subscriptions: [lab], options })).status).toBe(400);
  });

  it.each([
    'resources | summarize count()',
    'secrets | project id',
    'resources | where type == "x"',
    'resources | order by name desc',
    'resources | project id, strcat(a)',
  ])('the query %s', async (query) => {
    const answer = await ask(graph, { query, subscriptions: [lab] });
    expect(answer.status).toBe(400);
    expect(() => parseQuery(query)).toThrow(QueryError);
  });
});

describe('Resource Graph', () => {
  it('cuts a listing without ids and gives no token', async () => {
    const query = machines.replace('project id, name', 'project name');
    const { body } = await ask(graph, { query, subscriptions: [lab], options: { $top: 10 } });
    expect(body).toMatchObject({ totalRecords: 30, count: 10, resultTruncated: 'true' });
    expect(body).not.toHaveProperty('$skipToken');
  });

  it('leaves out what the caller may not read, without a word', async () => {
    const query = "resources | where type =~ 'microsoft.keyvault/vaults' | project id";
    const platform = '1b6d2f3c-8e47-4a90-b5c1-2f9d7e0a4c31';
    expect((await ask(graph, { query, subscriptions: [platform] })).body).toMatchObject({ totalRecords: 0 });
    expect((await ask(graph, { query, subscriptions: [lab] })).body).toMatchObject({ totalRecords: 1 });
  });
});

describe('the certificate', () => {
  it('is for the loopback address, and signed by itself', () => {
    const certificate = new X509Certificate(sandbox.ca);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkIP('127.0.0.2')).toBeUndefined();
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(true);
  });
});
