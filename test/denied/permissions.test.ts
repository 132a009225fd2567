/** Every check × every API action that it depends on, taken away one at a time. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { taggingAction } from '#model/aws/direct-sources.ts';
import type { UnreadReason } from '#model/reading.ts';
import type { FaultEffect, Sandbox } from '#sandbox/contract.ts';
import { serveSandbox } from '#sandbox/serve.ts';
import type { AnsweredScan, Route } from '#test/support/answered-scan.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import {
  type Dependences,
  dependences,
  detailActions,
  partActions,
  routes,
  scanActions,
} from './dependence.ts';
import { firstOf, unbalanced, wrongs } from './expectations.ts';

const allChecks = checksOf('aws');

interface Way {
  readonly name: string;
  readonly effect: FaultEffect;
  readonly reasons: readonly UnreadReason[];
  readonly strikes: 'calls' | 'answers';
}

const ways: readonly Way[] = [
  { name: 'denied', effect: { type: 'deny' }, reasons: ['denied'], strikes: 'calls' },
  {
    name: 'denied by a guard rail',
    effect: { type: 'deny', by: 'scp' },
    reasons: ['denied-by-guardrail'],
    strikes: 'calls',
  },
  {
    name: 'throttled beyond the budget',
    effect: { type: 'throttle' },
    reasons: ['throttled'],
    strikes: 'calls',
  },
  {
    name: 'failing',
    effect: { type: 'error', status: 500, code: 'InternalFailure' },
    reasons: ['unavailable'],
    strikes: 'calls',
  },
  // A body that ends early is seen by the connection or by the parser, whichever looks first.
  {
    name: 'cut off',
    effect: { type: 'cut' },
    reasons: ['truncated', 'malformed', 'unavailable'],
    strikes: 'answers',
  },
  { name: 'malformed', effect: { type: 'garble' }, reasons: ['malformed'], strikes: 'answers' },
];

let sandbox: Sandbox;
const undisturbed = new Map<Route, { readonly scan: AnsweredScan; readonly depends: Dependences }>();

beforeAll(async () => {
  sandbox = await serveSandbox();
  for (const route of routes) {
    sandbox.clearCalls();
    const scan = await answeredScan(awsOptionsFor(sandbox, route), allChecks);
    undisturbed.set(route, { scan, depends: dependences(allChecks, route, [...sandbox.calls]) });
  }
});
afterEach(() => {
  sandbox.clearFaults();
});
afterAll(() => sandbox.close());

const baseline = (route: Route) => {
  const found = undisturbed.get(route);
  if (found === undefined) throw new Error(`${route} was not scanned`);
  return found;
};

describe.each(routes)('read by %s', (route) => {
  it('every check passes or fails something before anything is taken away', () => {
    const { scan } = baseline(route);
    const answered = new Set([...scan.answers.values()].map((answer) => answer.check));
    expect(allChecks.map((check) => check.id).filter((id) => !answered.has(id))).toEqual([]);
    expect(unbalanced(scan)).toEqual([]);
  });

  describe.each(ways)('$name', ({ effect, reasons, strikes }) => {
    it.each(partActions(allChecks, route))(
      '%s: unknown where it is needed, the rest unchanged',
      async (action) => {
        const { scan, depends } = baseline(route);
        sandbox.addFault({ match: { action }, effect });
        const after = await answeredScan(awsOptionsFor(sandbox, route), allChecks);
        const needing = [...scan.answers.values()].filter(
          (question) => depends.of(action, question, strikes) !== 'none',
        );
        expect(needing.length, 'questions that depend on it').toBeGreaterThan(0);
        const found = wrongs(scan, after, {
          // The text of a policy that is damaged is found out where it is read, not where it was asked for.
          ...(strikes === 'answers' && detailActions.has(action) ? {} : { missing: action }),
          reasons,
          dependence: (question) => depends.of(action, question, strikes),
        });
        expect(firstOf(found)).toEqual([]);
        expect(unbalanced(after)).toEqual([]);
        expect(after.manifest.complete).toBe(false);
      },
    );
  });

  it.each(scanActions(allChecks, route).filter((action) => action !== taggingAction))(
    '%s denied: no pass is gained and no fail is lost',
    async (action) => {
      const { scan } = baseline(route);
      sandbox.addFault({ match: { action }, effect: { type: 'deny' } });
      const after = await answeredScan(awsOptionsFor(sandbox, route), allChecks);
      const found = wrongs(scan, after, {
        missing: action,
        reasons: ['denied'],
        // It opens accounts and regions: what is still seen stands as it stood, what is not is unknown because of it.
        dependence: () => 'may-need',
      });
      expect(firstOf(found)).toEqual([]);
      expect(after.answers.size, 'questions that are still answered').toBeLessThan(scan.answers.size);
      expect(unbalanced(after)).toEqual([]);
    },
  );
});

describe('tags that may not be read', () => {
  it('change no answer, and are told of', async () => {
    const { scan } = baseline('direct');
    sandbox.addFault({ match: { action: taggingAction }, effect: { type: 'deny' } });
    const after = await answeredScan(awsOptionsFor(sandbox, 'direct'), allChecks);
    expect(after.answers).toEqual(scan.answers);
    expect(after.manifest.complete).toBe(false);
  });
});

describe('denied in one account only', () => {
  const route = 'config';

  it.each(partActions(allChecks, route))('%s: the other accounts are judged as before', async (action) => {
    const { scan, depends } = baseline(route);
    const { account } = sandbox;
    sandbox.addFault({ match: { action, account }, effect: { type: 'deny' } });
    const after = await answeredScan(awsOptionsFor(sandbox, route), allChecks);
    const found = wrongs(scan, after, {
      missing: action,
      reasons: ['denied'],
      dependence: (question) =>
        question.account === account ? depends.of(action, question) : depends.elsewhere(action, question),
    });
    expect(firstOf(found)).toEqual([]);
  });
});
