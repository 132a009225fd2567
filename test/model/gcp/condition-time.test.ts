import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionAt } from '#model/gcp/condition-time.ts';
import { stateOf } from '#model/gcp/policy.ts';

const now = Date.parse('2026-11-01T00:00:00Z');
const before = 'timestamp("2026-10-01T00:00:00Z")';
const after = "timestamp('2026-12-01T00:00:00Z')";

describe('a condition at a moment', () => {
  it.each([
    [`request.time < ${after}`, 'yes'],
    [`request.time<${before}`, 'no'],
    [`request.time > ${after}`, 'no'],
    [`request.time >= ${before}`, 'yes'],
    [`${before} < request.time`, 'yes'],
    [`${after} <= request.time`, 'no'],
    [`request.time > ${before} && request.time < ${after}`, 'yes'],
    [`(request.time > ${before}) && (request.time < ${before})`, 'no'],
    [`(request.time > ${before} && request.time < ${after})`, 'yes'],
    [`request.time < ${before} || request.time > ${before}`, 'yes'],
    [`request.time < ${before} || request.time > ${after}`, 'no'],
    [`request.time < ${before} && resource.name.startsWith("a && b")`, 'no'],
    [`request.time < ${after} && resource.name.startsWith("x")`, 'maybe'],
    [`request.time < ${after} || resource.name.startsWith("x || y")`, 'yes'],
    [`!(request.time < ${after})`, 'maybe'],
    ['request.time.getHours("Europe/Berlin") < 17', 'maybe'],
    ['request.time < timestamp("soon")', 'maybe'],
    ['resource.type == "x"', 'maybe'],
    ['', 'maybe'],
    ['((', 'maybe'],
  ])('%s: %s', (expression, truth) => {
    expect(conditionAt(expression, now)).toBe(truth);
  });

  it('is sure only of what the times say, in whatever way they are put together', () => {
    const leaf = fc.integer({ min: -3, max: 3 }).chain((days) =>
      fc.constantFrom(
        ...(['<', '<=', '>', '>='] as const).map((sign) => {
          const at = now + days * 86_400_000;
          const holds = { '<': now < at, '<=': now <= at, '>': now > at, '>=': now >= at }[sign];
          return { text: `request.time ${sign} timestamp("${new Date(at).toISOString()}")`, holds };
        }),
      ),
    );
    const { tree } = fc.letrec<{ tree: { text: string; holds: boolean } }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.tuple(tie('tree'), tie('tree'), fc.boolean()).map(([a, b, both]) => ({
          text: `(${a.text}) ${both ? '&&' : '||'} (${b.text})`,
          holds: both ? a.holds && b.holds : a.holds || b.holds,
        })),
      ),
    }));
    fc.assert(
      fc.property(tree, ({ text, holds }) => {
        expect(conditionAt(text, now)).toBe(holds ? 'yes' : 'no');
      }),
    );
  });
});

describe('a binding', () => {
  it('is idle before it begins as well as after it ended', () => {
    const at = (condition: string) =>
      stateOf({ role: 'roles/viewer', members: [], condition }, '2026-11-01T00:00:00Z');
    expect([
      at('none'),
      at(`request.time > ${after}`),
      at(`request.time < ${before}`),
      at('resource.name == "x"'),
    ]).toEqual(['holds', 'idle', 'idle', 'conditional']);
  });
});
