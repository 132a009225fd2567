/** Items and answers that others recorded, read where they stand: nothing crashes, and nothing is dropped in silence. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unread } from '#model/reading.ts';
import { parseReport } from '#sources/aws/iam/credential-report.ts';
import { groupResource, policyResource, roleResource, userResource } from '#sources/aws/iam/details.ts';
import { normalizeItem } from '#sources/aws/items.ts';

const corpora = process.env['PLUMBLINE_CORPORA'] ?? '';
const items = join(corpora, 'aws-config-items');
const recorded = join(corpora, 'c7n-recorded', 'aws');
const there = corpora !== '' && existsSync(items) && existsSync(recorded);
if (!there)
  console.log('PLUMBLINE_CORPORA names no folder with recorded items: they are not read in this run');

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** `{"__class__": "datetime", "year": …}` stands for a time. */
const revive = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields['__class__'] === 'datetime') {
    const part = (name: string): number => Number(fields[name] ?? 0);
    return new Date(
      Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')),
    );
  }
  return Object.fromEntries(Object.entries(fields).map(([name, item]) => [name, revive(item)]));
};

describe.skipIf(!there)('recorded configuration items', () => {
  const files = there ? readdirSync(items).filter((name) => name.startsWith('AWS_')) : [];

  test('are all looked at', () => {
    expect(files).toHaveLength(78);
  });

  test.each(files)('%s is a resource, or says why it is none', (name) => {
    const content = json(join(items, name));
    for (const raw of Array.isArray(content) ? content : [content]) {
      const item = normalizeItem(raw);
      if (item.type === 'resource') {
        for (const reading of Object.values(item.resource.parts)) {
          if (!reading.known) expect(reading.detail).toMatch(/\S/);
        }
      } else if (item.type === 'malformed') {
        expect(item.problem).toMatch(/\S/);
      } else {
        expect(['left-out', 'not-recorded']).toContain(item.type);
      }
    }
  });

  test('are nearly all resources; the rest have no id, time or account that AWS Config would write', () => {
    const outcomes = files.flatMap((name) => {
      const content = json(join(items, name));
      return (Array.isArray(content) ? content : [content]).map((raw) => ({
        name,
        item: normalizeItem(raw),
      }));
    });
    const broken = outcomes.filter(({ item }) => item.type !== 'resource' && item.type !== 'left-out');
    for (const { item } of broken) {
      expect(item).toMatchObject({
        type: 'malformed',
        problem: expect.stringMatching(/account id|capture time|status/),
      });
    }
    expect(broken.length / outcomes.length).toBeLessThan(0.15);
  });
});

describe.skipIf(!there)('recorded answers', () => {
  const files = there
    ? readdirSync(recorded).flatMap((folder) =>
        readdirSync(join(recorded, folder)).map((name) => `${folder}/${name}`),
      )
    : [];
  const of = (pattern: RegExp): string[] => files.filter((path) => pattern.test(path));
  const data = (path: string): Readonly<Record<string, unknown>> =>
    revive((json(join(recorded, path)) as { data: unknown }).data) as Readonly<Record<string, unknown>>;
  const list = (path: string, name: string): readonly Readonly<Record<string, unknown>>[] => {
    const value = data(path)[name];
    return Array.isArray(value) ? value : [];
  };

  test.each(of(/config\.GetResourceConfigHistory_\d+\.json$/))('%s', (path) => {
    for (const raw of list(path, 'configurationItems')) {
      // The recording leaves the account out, which AWS Config never does.
      const plain = JSON.parse(JSON.stringify({ accountId: '111122223333', ...raw })) as unknown;
      expect(normalizeItem(plain)).toMatchObject({ type: expect.stringMatching(/^(resource|left-out)$/) });
    }
  });

  test.each(of(/iam\.GetCredentialReport_\d+\.json$/))('%s', (path) => {
    const { Content, GeneratedTime } = data(path);
    const content = typeof Content === 'string' ? new TextEncoder().encode(Content) : Content;
    const report = parseReport(content, GeneratedTime);
    if (report.known) expect(report.value.users.size + Number(report.value.root.known)).toBeGreaterThan(0);
    else expect(report.detail).toMatch(/\S/);
  });

  const place = { account: '111122223333', observedAt: '2026-11-25T12:00:00.000Z' };
  const none = unread('unsupported');

  test.each(of(/iam\.(?:List|Get)(?:Users?|Roles?|Groups?|Polic(?:y|ies))_\d+\.json$/))('%s', (path) => {
    const answer = data(path);
    const readers = {
      User: (raw: never) => userResource(raw, none, place),
      Role: (raw: never) => roleResource(raw, place),
      Group: (raw: never) => groupResource(raw, place),
      Policy: (raw: never) => policyResource(raw, place),
    };
    for (const [name, read] of Object.entries(readers)) {
      const plural = name === 'Policy' ? 'Policies' : `${name}s`;
      const many = answer[plural];
      for (const raw of [answer[name], ...(Array.isArray(many) ? many : [])]) {
        if (raw === undefined) continue;
        const resource = read(raw as never);
        expect(resource?.id).toMatch(/^arn:/);
        // These calls tell less than a scan asks for: what is missing is said, part by part.
        for (const reading of Object.values(resource?.parts ?? {})) {
          if (!reading.known && reading !== none) expect(reading.detail).toMatch(/\S/);
        }
      }
    }
  });
});
