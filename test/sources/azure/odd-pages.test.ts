/** Pages at odds with themselves: rows that come twice, that go meanwhile, that lie elsewhere. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { needsOf } from '#engine/plan.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap } from '#model/coverage.ts';
import { compareText } from '#model/resource.ts';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import type { Fault } from '#sandbox/contract.ts';
import { azureOptionsFor, scanAzure } from '#test/support/azure-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import type { SourceRead } from '#test/support/read-source.ts';

const needs = needsOf(checksOf('azure'));
const graph = 'Microsoft.ResourceGraph/resources/read';
const list = 'Microsoft.Resources/subscriptions/resources/read';
const assignments = 'microsoft.authorization/roleassignments';
const definitions = 'microsoft.authorization/roledefinitions';
const commerce = '3f8a1c7e-5b29-4d64-8e0f-6c2b9a1d5e72';
const lab = '9d4e7b10-2c85-4f36-a7d9-0e1f3b5c8a64';

let sandbox: AzureSandbox;
beforeEach(async () => {
  sandbox = await serveAzureSandbox({ pageLimit: 2 });
});
afterEach(() => sandbox.close());

const scanOf = (subscription: string, ...faults: readonly Fault[]): Promise<SourceRead> => {
  for (const fault of faults) sandbox.addFault(fault);
  return scanAzure(azureOptionsFor(sandbox, { subscriptions: [subscription] }), needs);
};
const idsOf = ({ resources }: SourceRead): readonly string[] =>
  resources.map(({ account, kind, region, id }) => `${account} ${kind} ${region} ${id}`).sort(compareText);
const rowOf = ({ coverage }: SourceRead, account: string, kind: string): CoverageRow | undefined =>
  coverage.find((row) => row.account === account && row.kind === kind);

describe('rows that come twice', () => {
  const everywhere: Fault = { match: { action: '*' }, effect: { type: 'overlap' } };

  it('are handed over once, and counted once', async () => {
    const calm = await scanOf(commerce);
    const odd = await scanOf(commerce, everywhere);
    expect(sandbox.calls.length).toBeGreaterThan(100);
    expect(idsOf(odd)).toEqual(idsOf(calm));
    expect(odd.coverage).toEqual(calm.coverage);
  });

  it.each([
    [assignments, commerce],
    [definitions, commerce],
  ])('do not stand for one of %s that does not come', async (kind, account) => {
    const calm = await scanOf(account);
    for (const { id } of calm.resources.filter((one) => one.kind === kind && one.account === account)) {
      sandbox.clearFaults();
      const odd = await scanOf(account, everywhere, {
        match: { action: graph, resource: id },
        effect: { type: 'omit' },
      });
      expect(rowOf(odd, account, kind)).toMatchObject({ state: 'truncated' });
    }
  });
});

describe('a role that is taken away between two pages', () => {
  it.each([
    [assignments, lab],
    [definitions, commerce],
  ])('leaves no listing of %s that calls itself whole', async (kind, account) => {
    sandbox.addFault({ match: { action: graph, account, kind }, effect: { type: 'withdraw' }, skip: 1 });
    const scan = await scanOf(account);
    expect(rowOf(scan, account, kind)).toMatchObject({ state: 'truncated' });
  });
});

describe('a resource that goes between two pages', () => {
  it('is no gap, since the list of resources tells what there is', async () => {
    const calm = await scanOf(lab);
    const going = calm.resources.find(({ account, name }) => account === lab && name === 'labopen')?.id ?? '';
    const scan = await scanOf(lab, {
      match: { action: graph, account: lab, kind: 'microsoft.storage/storageaccounts' },
      effect: { type: 'change', hide: [going] },
      skip: 1,
      times: 1,
    });
    expect(idsOf(scan)).toEqual(idsOf(calm).filter((one) => !one.endsWith(going)));
    expect(scan.coverage.filter(isGap)).toEqual([]);
  });
});

describe('the address of a next page', () => {
  it('that is not one of Resource Manager is not followed, and the listing is not whole', async () => {
    const scan = await scanOf(commerce, {
      match: { action: list, account: commerce },
      effect: { type: 'stray-link' },
      times: 1,
    });
    expect(rowOf(scan, commerce, 'microsoft.storage/storageaccounts')).toMatchObject({
      state: 'malformed',
      missing: list,
    });
    expect(sandbox.calls.filter((call) => call.action === list && call.account === commerce).length).toBe(1);
    // What Resource Graph tells is still told.
    expect(scan.resources.filter(({ account }) => account === commerce).length).toBeGreaterThan(20);
  });
});

describe('a location that is none', () => {
  it.each([[[null]], [-1], ['half \ud83d of a face'], [{}]])(
    '%j: the resource is read by itself, and stays where it was',
    async (value) => {
      const calm = await scanOf(commerce);
      const { id } = calm.resources.find(({ name }) => name === 'shopassets') ?? { id: '' };
      const scan = await scanOf(commerce, {
        match: { action: graph, resource: id },
        effect: { type: 'set-field', path: 'location', value },
      });
      expect(idsOf(scan)).toEqual(idsOf(calm));
    },
  );
});

describe('a resource that says nothing of its location', () => {
  const resource = 'jump';
  const away: Fault = { match: { action: graph, resource }, effect: { type: 'omit' } };
  it.each<readonly [string, readonly Fault[]]>([
    [
      'in Resource Graph',
      [
        {
          match: { action: graph, resource },
          effect: { type: 'set-field', path: 'location', value: null },
        },
      ],
    ],
    [
      'in the answer of its own',
      [
        away,
        {
          match: { action: 'Microsoft.Network/networkSecurityGroups/read' },
          effect: { type: 'wrong-body', body: 'bare' },
        },
      ],
    ],
  ])('%s stays where the list has it', async (_where, faults) => {
    const calm = await scanOf(commerce);
    expect(idsOf(await scanOf(commerce, ...faults))).toEqual(idsOf(calm));
  });
});

describe('a scope that is none', () => {
  it.each(['half \ud83d of a face', 'NaN', '{"scope": "/"}', '', 7, null])(
    '%j: the assignment is there, and nobody says what it means',
    async (value) => {
      const calm = await scanOf(commerce);
      const { id } = calm.resources.find(({ kind }) => kind === assignments) ?? { id: '' };
      const scan = await scanOf(commerce, {
        match: { action: graph, resource: id },
        effect: { type: 'set-field', path: 'properties.scope', value },
      });
      expect(idsOf(scan)).toEqual(idsOf(calm));
      const odd = scan.resources.find((one) => one.id === id);
      expect(odd?.parts['assignment']).toMatchObject({ known: false, reason: 'malformed' });
      const itself = scan.resources.find(({ kind }) => kind === 'microsoft.resources/subscriptions');
      expect(itself?.parts['owners']).toMatchObject({ known: false, reason: 'malformed' });
    },
  );

  it.each([[[]], [['somewhere']], [['somewhere', `/subscriptions/${commerce}`]], [null]])(
    '%j: a custom role that is assignable there is not taken for another place',
    async (value) => {
      const calm = await scanOf(commerce);
      const { id } = calm.resources.find(({ kind }) => kind === definitions) ?? { id: '' };
      const scan = await scanOf(commerce, {
        match: { action: graph, resource: id },
        effect: { type: 'set-field', path: 'properties.assignableScopes', value },
      });
      const odd = scan.resources.find((one) => one.id === id);
      expect(odd?.parts['definition']).toMatchObject({ known: false, reason: 'malformed' });
    },
  );
});

describe('text in the place of rules', () => {
  it.each(['', '[]', '{}'])('%j is not "there are none"', async (value) => {
    const calm = await scanOf(commerce);
    const { id } = calm.resources.find(({ name }) => name === 'jump') ?? { id: '' };
    const scan = await scanOf(commerce, {
      match: { resource: id },
      effect: { type: 'set-field', path: 'properties.securityRules', value },
    });
    const parts = scan.resources.find((one) => one.id === id)?.parts ?? {};
    expect(Object.values(parts)).toContainEqual(
      expect.objectContaining({ known: false, reason: 'malformed' }),
    );
  });
});
