/** What each check makes the scan call, against what it declares. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareText } from '#model/resource.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { serveSandbox } from '#sandbox/serve.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import { declaredActions, routes } from './dependence.ts';

const allChecks = checksOf('aws');

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await serveSandbox();
});
afterAll(() => sandbox.close());

/** Needs no permission, so no policy names it. */
const free = 'sts:GetCallerIdentity';

describe.each(routes)('read by %s', (route) => {
  it.each(allChecks.map((check) => [check.id, check] as const))(
    '%s alone calls what it declares, and nothing else',
    async (_, check) => {
      sandbox.clearCalls();
      await answeredScan(awsOptionsFor(sandbox, route), [check]);
      const called = new Set(sandbox.calls.map((call) => call.action));
      called.delete(free);
      expect([...called].sort(compareText)).toEqual([...declaredActions([check], route)].sort(compareText));
    },
  );
});
