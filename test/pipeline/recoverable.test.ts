/** A cloud that stumbles once: the scan ends as if it had not. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { FaultEffect, Sandbox } from '#sandbox/contract.ts';
import { serveSandbox } from '#sandbox/serve.ts';
import { declaredActions, routes } from '#test/denied/dependence.ts';
import type { AnsweredScan, Route } from '#test/support/answered-scan.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';

const stumbles: readonly { readonly name: string; readonly effect: FaultEffect }[] = [
  { name: 'throttles once', effect: { type: 'throttle' } },
  { name: 'fails once', effect: { type: 'error', status: 500, code: 'InternalFailure' } },
  { name: 'closes the connection once', effect: { type: 'reset' } },
];

let sandbox: Sandbox;
const undisturbed = new Map<Route, AnsweredScan>();

beforeAll(async () => {
  sandbox = await serveSandbox();
  for (const route of routes) {
    undisturbed.set(route, await answeredScan(awsOptionsFor(sandbox, route), allChecks));
  }
});
afterEach(() => {
  sandbox.clearFaults();
});
afterAll(() => sandbox.close());

/** All that a scan found out; how often it had to ask is not part of it. */
const outcomeOf = (scan: AnsweredScan) => ({
  fails: scan.fails,
  unknowns: scan.unknowns,
  counts: scan.manifest.counts,
  resources: scan.manifest.resources,
  notices: scan.manifest.notices,
  answers: [...scan.answers].sort(([a], [b]) => (a < b ? -1 : 1)),
});

/**
 * Each action stumbles once on each way of reading it, each time in another manner: who asks three ways has met all
 * three. Every manner on every way would be three times as many whole scans.
 */
const cases = routes.flatMap((route, way) =>
  ['sts:GetCallerIdentity', ...declaredActions(allChecks, route)].flatMap((action, place) => {
    const stumble = stumbles[(way + place) % stumbles.length];
    return stumble === undefined ? [] : [{ route, action, ...stumble }];
  }),
);

it.each(cases)('read by $route, $action $name and ends as undisturbed', async ({ route, action, effect }) => {
  const expected = undisturbed.get(route);
  sandbox.clearCalls();
  sandbox.addFault({ match: { action }, effect, times: 1 });
  const scan = await answeredScan(awsOptionsFor(sandbox, route), allChecks);
  const refused = sandbox.calls.filter((call) => call.action === action && call.status !== 200);
  expect(refused.length, 'calls that stumbled').toBeGreaterThan(0);
  expect(expected).toBeDefined();
  expect(outcomeOf(scan)).toEqual(outcomeOf(expected as AnsweredScan));
});
