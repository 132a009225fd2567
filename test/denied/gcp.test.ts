/** Every check of Google Cloud × every permission that it depends on, taken away in turn. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { gcpPermissionsFor } from '#engine/gcp-permissions.ts';
import { gcpPartSources, isGcpKind } from '#model/gcp/kinds.ts';
import type { UnreadReason } from '#model/reading.ts';
import { compareText } from '#model/resource.ts';
import type { FaultEffect } from '#sandbox/contract.ts';
import type { GcpSandbox } from '#sandbox/gcp/start.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import type { Answer, AnsweredScan } from '#test/support/answered-scan.ts';
import { answeredScanOf } from '#test/support/answered-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import { gcpOptionsFor, meridianGcp, now, serveGcp } from '#test/support/gcp-scan.ts';
import type { Dependence } from './dependence.ts';
import { answersOf, firstOf, unbalanced, wrongs } from './expectations.ts';

const checks = checksOf('gcp');
const byId = new Map(checks.map((check) => [check.id, check]));
let sandbox: GcpSandbox;
let undisturbed: AnsweredScan;

/** One shard at a time: all calls share a connection, and one that is closed takes the others along. */
const scanned = (asked = checks): Promise<AnsweredScan> =>
  answeredScanOf([gcpSource(gcpOptionsFor(sandbox), () => now.getTime())], asked, { concurrency: 1 });

beforeAll(async () => {
  // Pages of fifty, so that there is more than one of most things.
  sandbox = await serveGcp({ pageSize: 50 });
  undisturbed = await scanned();
});
afterEach(() => {
  sandbox.clearFaults();
  sandbox.clearCalls();
});
afterAll(() => sandbox.close());

const listResource = 'cloudasset.assets.listResource';

/** A kind is listed by one permission, and its parts are read by theirs. */
const dependenceOn = (action: string, { check, kind }: Answer): Dependence => {
  if (action === listResource) return 'needs';
  if (!isGcpKind(kind)) return 'none';
  const sources: Readonly<Record<string, { readonly actions: readonly string[] }>> = gcpPartSources[kind];
  const uses = (parts: readonly string[]) =>
    parts.some((part) => sources[part]?.actions.includes(action) === true);
  const { reads = [], mayRead = [] } = byId.get(check) ?? {};
  return uses(reads) ? 'needs' : uses(mayRead) ? 'may-need' : 'none';
};

const actions = gcpPermissionsFor(checks).map(({ action }) => action);

const ways: readonly (readonly [string, FaultEffect, readonly UnreadReason[]])[] = [
  ['denied', { type: 'deny' }, ['denied']],
  ['denied by a perimeter', { type: 'deny', by: 'scp' }, ['denied-by-guardrail']],
  ['not enabled', { type: 'error', status: 403, code: 'SERVICE_DISABLED' }, ['not-recorded']],
  ['throttled beyond the budget', { type: 'throttle' }, ['throttled']],
  ['failing', { type: 'error', status: 503, code: 'backend' }, ['unavailable']],
  ['closing connections', { type: 'reset' }, ['unavailable']],
  ['cut off', { type: 'cut' }, ['malformed', 'truncated']],
  ['garbled', { type: 'garble' }, ['malformed']],
];

describe('undisturbed', () => {
  it('every check passes or fails something', () => {
    const answered = new Set([...undisturbed.answers.values()].map(({ check }) => check));
    expect(checks.map(({ id }) => id).filter((id) => !answered.has(id))).toEqual([]);
    expect(unbalanced(undisturbed)).toEqual([]);
  });
});

describe.each(ways)('%s', (_name, effect, reasons) => {
  it.each(actions)('%s: unknown where it is needed, the rest unchanged', async (action) => {
    sandbox.addFault({ match: { action }, effect });
    const after = await scanned();
    const found = wrongs(undisturbed, after, {
      missing: action,
      // Where it was refused before, it still is.
      reasons: [...reasons, 'denied'],
      dependence: (question) => dependenceOn(action, question),
    });
    expect(firstOf(found)).toEqual([]);
    expect(unbalanced(after).filter((line) => !line.includes('"asked":0'))).toEqual([]);
    expect(after.manifest.complete).toBe(false);
  });
});

describe('once only', () => {
  it.each(['throttle', 'reset'] as const)('%s: nothing changes', async (type) => {
    sandbox.addFault({ match: {}, effect: { type }, times: 1 });
    const after = await scanned();
    expect(answersOf(after)).toEqual(answersOf(undisturbed));
  });
});

describe('page tokens that are refused', () => {
  it('leave no kind listed to its end', async () => {
    sandbox.addFault({ match: {}, effect: { type: 'expire-token' } });
    const after = await scanned();
    const found = wrongs(undisturbed, after, {
      reasons: ['truncated', 'denied'],
      dependence: () => 'may-need',
    });
    expect(firstOf(found)).toEqual([]);
    expect(after.manifest.complete).toBe(false);
  });
});

/** Every field of every asset that a check is on, two levels deep. */
const fields = async (): Promise<readonly (readonly [kind: string, path: string])[]> => {
  const judged = new Set<string>(checks.flatMap(({ on }) => on));
  const found = new Map<string, Set<string>>();
  for (const { assetType, data } of (await meridianGcp()).assets) {
    if (!judged.has(assetType)) continue;
    const paths = found.get(assetType) ?? new Set<string>();
    found.set(assetType, paths);
    for (const [key, value] of Object.entries(data)) {
      paths.add(key);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      for (const inner of Object.keys(value)) paths.add(`${key}.${inner}`);
    }
  }
  return [...found].flatMap(([kind, paths]) => [...paths].map((path) => [kind, path] as const));
};

const damageable = await fields();

describe('a field is damaged', () => {
  it.each(damageable)('%s %s: an answer stays what it was, or becomes unknown', async (kind, path) => {
    sandbox.addFault({ match: { kind }, effect: { type: 'garble-field', path } });
    const after = await scanned(checks.filter(({ on }) => on.some((one) => one === kind)));
    const asked = new Map(
      [...undisturbed.answers].filter(([, answer]) => after.manifest.counts[answer.check]),
    );
    const found = wrongs({ ...undisturbed, answers: asked }, after, {
      reasons: ['malformed', 'denied'],
      dependence: (question) => (question.kind === kind ? 'may-need' : 'none'),
    });
    expect(firstOf(found)).toEqual([]);
  });
});

describe('what is asked', () => {
  it.each(checks.map((check) => [check.id, check] as const))(
    '%s alone asks for what it declares, and nothing else',
    async (_id, check) => {
      await scanned([check]);
      expect([...new Set(sandbox.calls.map(({ action }) => action))].sort(compareText)).toEqual(
        gcpPermissionsFor([check]).map(({ action }) => action),
      );
    },
  );
});
